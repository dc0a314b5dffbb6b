import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type {
  AuthIdentityDTO,
  AuthIdentityProviderService,
  AuthenticationInput,
  AuthenticationResponse,
} from "@medusajs/framework/types";
import { AbstractAuthModuleProvider } from "@medusajs/framework/utils";
import { readEnv } from "../../env";
import { Cipher } from "../../lib/cipher";
import { normalPhone } from "../../lib/phone";
import { holderOf, PHONE_CODE, phoneName } from "../../lib/sign-in-names";
import { PhoneHolders } from "../../modules/cooperative/phone-holders";
import { Codes } from "../../modules/sign_in/codes";
import { Guard } from "../../modules/sign_in/guard";
import { found, refused, withoutSecrets } from "../auth-by-secret";

/**
 * Whoever holds a phone, by a code by SMS, in two calls: `POST …/phone-code {phone}` sends the code and answers
 * `{location: "code"}` for every phone; `POST …/phone-code/callback {phone, code}` gives the token. The token names the
 * phone, not a household: what it opens is read from the rows at every request.
 */
class PhoneCodeProvider extends AbstractAuthModuleProvider {
  static override identifier = PHONE_CODE;
  static override DISPLAY_NAME = "Phone and code";

  private readonly guard: Guard;
  private readonly codes: Codes;
  private readonly holders: PhoneHolders;

  constructor(container: { __pg_connection__: Knex }) {
    super();
    this.guard = new Guard(container.__pg_connection__);
    this.codes = new Codes(container.__pg_connection__, new Cipher(readEnv().HOUSEHOLD_KEY));
    this.holders = new PhoneHolders(container.__pg_connection__);
  }

  override async authenticate(data: AuthenticationInput): Promise<AuthenticationResponse> {
    const phone = phoneOf(data);
    if (phone === undefined) return refused("sign_in_wrong");
    if (!(await this.codes.issue(phone, await this.holders.sender(phone)))) return refused("code_too_soon");
    return { success: true, location: "code" };
  }

  override async validateCallback(
    data: AuthenticationInput,
    identities: AuthIdentityProviderService,
  ): Promise<AuthenticationResponse> {
    const phone = phoneOf(data);
    const code: unknown = data.body?.code;
    if (phone === undefined || typeof code !== "string") return refused("sign_in_wrong");
    if (!(await this.guard.claim(PHONE_CODE, phone))) return refused("sign_in_locked");
    const sender = await this.holders.sender(phone);
    const used = await this.codes.use(phone, code.normalize("NFKC").replace(/\s/g, ""));
    if (!used || sender === undefined) return refused("sign_in_wrong");
    await this.guard.clear(PHONE_CODE, phone);
    const identity = await standing(identities, phoneName(phone));
    // An identity of before may hang on one household's card: the token is the phone's all the same.
    const app_metadata = { household_id: holderOf(phone) };
    return { success: true, authIdentity: { ...withoutSecrets(identity), app_metadata } };
  }
}

/** The identity of a phone, made at its first sign-in. Two first ones at once find the same. */
async function standing(identities: AuthIdentityProviderService, entity_id: string): Promise<AuthIdentityDTO> {
  const known = await found(identities, entity_id);
  if (known) return known;
  try {
    return await identities.create({ entity_id });
  } catch (error) {
    const other = await found(identities, entity_id);
    if (other) return other;
    throw error;
  }
}

function phoneOf(data: AuthenticationInput): string | undefined {
  const typed: unknown = data.body?.phone;
  return typeof typed === "string" ? normalPhone(typed) : undefined;
}

export default PhoneCodeProvider;
