import type { IAuthModuleService, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { createStep, StepResponse } from "@medusajs/framework/workflows-sdk";
import { refuseWith } from "../../../lib/refusal";
import { hashSecret } from "../../../lib/secret-hash";
import {
  AGENT_PASSWORD,
  CARD_PIN,
  cardName,
  COMPANY_PASSWORD,
  STAFF_PASSWORD,
  staffName,
} from "../../../lib/sign-in-names";

export interface SignInInput {
  actor_type: "coop_member" | "household" | "secretary" | "wholesale_member" | "agent";
  /** Id of the member, household, secretary, company's member row or agent. */
  actor_id: string;
  /** A household's way in, with `pin`. Its phone needs none: the provider reads the household's row. */
  card_number?: string | undefined;
  pin?: string | undefined;
  /** The way in of a person at work: e-mails and phones as they type them, one password. */
  names?: readonly string[] | undefined;
  password?: string | undefined;
  /** True: what stands gets this PIN or password. Otherwise only what is missing is made. */
  replace?: boolean | undefined;
}

/** Whose passwords stand apart from the desk's. */
const PASSWORDS: Partial<Record<SignInInput["actor_type"], string>> = {
  wholesale_member: COMPANY_PASSWORD,
  agent: AGENT_PASSWORD,
};

interface Way {
  provider: string;
  entity_id: string;
  provider_metadata: Record<string, unknown>;
}

/**
 * Makes or completes the sign-in of one actor: one identity, a name for each way in. Run again it finds its own work and
 * changes nothing, unless told to `replace` the secret. An identity without an actor under a name we need is deleted, never
 * adopted: its secret is not ours. No compensation: each write is whole by itself, and a run after a crash completes it.
 */
export const createSignInStep = createStep("create-sign-in", async (input: SignInInput, { container }) => {
  return new StepResponse(await makeSignIn(container, input));
});

/** As the step, for steps that know only while they run whose sign-in it is. */
export async function makeSignIn(
  container: MedusaContainer,
  input: SignInInput,
): Promise<{ auth_identity_id: string | null }> {
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  const key = `${input.actor_type}_id`;
  const ways = await waysOf(input);
  let identity_id: string | undefined;
  const missing: Way[] = [];
  for (const way of ways) {
    const { standing, id, owner } = await look(auth, way, key);
    if (!standing) missing.push(way);
    else if (owner === input.actor_id) {
      identity_id = standing.id;
      if (input.replace && id) await auth.updateProviderIdentities([{ id, provider_metadata: way.provider_metadata }]);
    } else {
      refuseWith("sign_in_taken", "Somebody else signs in with this name already. Choose another.", "names");
    }
  }
  if (identity_id === undefined && missing.length > 0) {
    const made = await auth.createAuthIdentities({
      provider_identities: missing,
      app_metadata: { [key]: input.actor_id },
    });
    return { auth_identity_id: made.id };
  }
  for (const way of missing) await auth.createProviderIdentities([{ ...way, auth_identity_id: identity_id ?? "" }]);
  return { auth_identity_id: identity_id ?? null };
}

/** Refuses when a name belongs to anybody at all: asked before a person is written who could then not sign in. */
export async function refuseTaken(container: MedusaContainer, input: SignInInput): Promise<void> {
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  for (const way of await waysOf(input)) {
    if ((await look(auth, way, `${input.actor_type}_id`)).standing) {
      refuseWith("sign_in_taken", "Somebody else signs in with this name already. Choose another.", "names");
    }
  }
}

/** Whether this actor can sign in, by whatever name. Changes nothing. */
export async function signsIn(
  container: MedusaContainer,
  actor_type: SignInInput["actor_type"],
  actor_id: string,
): Promise<boolean> {
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  const [standing] = await auth.listAuthIdentities({ app_metadata: { [`${actor_type}_id`]: actor_id } }, { take: 1 });
  return standing !== undefined;
}

/** Who stands under a name now. A name without an actor is cleared away. */
async function look(auth: IAuthModuleService, way: Way, key: string) {
  const [taken] = await auth.listProviderIdentities({ entity_id: way.entity_id, provider: way.provider });
  if (!taken?.auth_identity_id) return { standing: undefined };
  const standing = await auth.retrieveAuthIdentity(taken.auth_identity_id);
  const actors: Record<string, unknown> = standing.app_metadata ?? {};
  if (Object.keys(actors).length > 0) return { standing, id: taken.id, owner: actors[key] };
  await auth.deleteAuthIdentities([standing.id]);
  return { standing: undefined };
}

async function waysOf(input: SignInInput): Promise<Way[]> {
  const ways: Way[] = [];
  const secret = async (text: string) => ({ secret: await hashSecret(text) });
  if (input.card_number !== undefined && input.pin !== undefined) {
    const entity_id = cardName(input.card_number);
    if (!entity_id) refuseWith("invalid_input", "This is not a card number.", "card_number");
    ways.push({ provider: CARD_PIN, entity_id, provider_metadata: await secret(input.pin) });
  }
  if (input.password !== undefined) {
    const provider_metadata = await secret(input.password);
    for (const name of input.names ?? []) {
      const entity_id = staffName(name);
      if (!entity_id) refuseWith("invalid_input", `"${name}" is neither an e-mail nor a phone number.`, "names");
      const provider = PASSWORDS[input.actor_type] ?? STAFF_PASSWORD;
      ways.push({ provider, entity_id, provider_metadata });
    }
  }
  if (ways.length === 0) refuseWith("invalid_input", "A sign-in needs a card and a PIN, or a name and a password.");
  return ways;
}
