import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type {
  AuthIdentityProviderService,
  AuthenticationInput,
  AuthenticationResponse,
} from "@medusajs/framework/types";
import { AbstractAuthModuleProvider } from "@medusajs/framework/utils";
import { readEnv } from "../../env";
import { Cipher } from "../../lib/cipher";
import { normalPhone } from "../../lib/phone";
import { PHONE_CODE, phoneName } from "../../lib/sign-in-names";
import { Codes } from "../../modules/sign_in/codes";
import { Guard } from "../../modules/sign_in/guard";
import { found, refused, withoutSecrets } from "../auth-by-secret";

/**
 * A household by its phone and a code by SMS, in two calls: `POST …/phone-code {phone}` sends the code and answers
 * `{location: "code"}` for every phone; `POST …/phone-code/callback {phone, code}` gives the token.
 */
class PhoneCodeProvider extends AbstractAuthModuleProvider {
  static override identifier = PHONE_CODE;
  static override DISPLAY_NAME = "Phone and code";

  private readonly guard: Guard;
  private readonly codes: Codes;

  constructor(container: { __pg_connection__: Knex }) {
    super();
    this.guard = new Guard(container.__pg_connection__);
    this.codes = new Codes(container.__pg_connection__, new Cipher(readEnv().HOUSEHOLD_KEY));
  }

  override async authenticate(
    data: AuthenticationInput,
    identities: AuthIdentityProviderService,
  ): Promise<AuthenticationResponse> {
    const phone = phoneOf(data);
    if (phone === undefined) return refused("sign_in_wrong");
    const identity = await found(identities, phoneName(phone));
    const own = identity?.provider_identities?.find((one) => one.provider === PHONE_CODE);
    const sender = own && String(own.provider_metadata?.sender ?? "");
    if (!(await this.codes.issue(phone, sender))) return refused("code_too_soon");
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
    const identity = await found(identities, phoneName(phone));
    const used = await this.codes.use(phone, code.normalize("NFKC").replace(/\s/g, ""));
    if (!used || !identity) return refused("sign_in_wrong");
    await this.guard.clear(PHONE_CODE, phone);
    return { success: true, authIdentity: withoutSecrets(identity) };
  }
}

function phoneOf(data: AuthenticationInput): string | undefined {
  const typed: unknown = data.body?.phone;
  return typeof typed === "string" ? normalPhone(typed) : undefined;
}

export default PhoneCodeProvider;
