import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type {
  AuthIdentityDTO,
  AuthIdentityProviderService,
  AuthenticationInput,
  AuthenticationResponse,
} from "@medusajs/framework/types";
import { AbstractAuthModuleProvider, MedusaError } from "@medusajs/framework/utils";
import { isSecret } from "../lib/secret-hash";
import { SIGN_IN_REFUSALS, type SignInRefusal } from "../lib/sign-in-refusals";
import { Guard } from "../modules/sign_in/guard";

/** Longer is nobody's PIN or password, only work for us. */
const MAX_SECRET = 200;

/**
 * A name and a secret, with lock-out. `register` and `update` are not there on purpose: sign-ins are made and changed by
 * the workflow `create-actor-account` alone.
 */
export abstract class BySecret extends AbstractAuthModuleProvider {
  protected readonly guard: Guard;

  constructor(container: { __pg_connection__: Knex }) {
    super();
    this.guard = new Guard(container.__pg_connection__);
  }

  /** The name an identity stands under, from what was typed; undefined for what can be nobody's. */
  protected abstract nameOf(body: Record<string, unknown>): string | undefined;
  protected abstract secretOf(body: Record<string, unknown>): unknown;

  override async authenticate(
    data: AuthenticationInput,
    identities: AuthIdentityProviderService,
  ): Promise<AuthenticationResponse> {
    const body: Record<string, unknown> = data.body ?? {};
    const name = this.nameOf(body);
    const secret = this.secretOf(body);
    if (name === undefined || typeof secret !== "string" || secret.length > MAX_SECRET) return refused("sign_in_wrong");
    // The same steps for a name that is not there: nobody learns from answer or clock which cards exist.
    if (!(await this.guard.claim(this.identifier, name))) return refused("sign_in_locked");
    const identity = await found(identities, name);
    const hash = hashOf(identity, this.identifier, name);
    if (!(await isSecret(secret, hash)) || !identity) return refused("sign_in_wrong");
    await this.guard.clear(this.identifier, name);
    return { success: true, authIdentity: withoutSecrets(identity) };
  }
}

export function refused(reason: SignInRefusal): AuthenticationResponse {
  return { success: false, error: SIGN_IN_REFUSALS[reason] };
}

/** The identity under a name, or undefined. */
export async function found(
  identities: AuthIdentityProviderService,
  entity_id: string,
): Promise<AuthIdentityDTO | undefined> {
  try {
    return await identities.retrieve({ entity_id });
  } catch (error) {
    if (error instanceof MedusaError && error.type === MedusaError.Types.NOT_FOUND) return undefined;
    throw error;
  }
}

function hashOf(identity: AuthIdentityDTO | undefined, provider: string, name: string): string | undefined {
  const own = identity?.provider_identities?.find((one) => one.provider === provider && one.entity_id === name);
  const hash = own?.provider_metadata?.secret;
  return typeof hash === "string" ? hash : undefined;
}

/** What leaves the provider carries no hash. */
export function withoutSecrets(identity: AuthIdentityDTO): AuthIdentityDTO {
  const copy = JSON.parse(JSON.stringify(identity)) as AuthIdentityDTO;
  for (const one of copy.provider_identities ?? []) delete one.provider_metadata;
  return copy;
}
