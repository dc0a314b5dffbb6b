import { EmailPassAuthService } from "@medusajs/auth-emailpass/dist/services/emailpass";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import type {
  AuthIdentityProviderService,
  AuthenticationInput,
  AuthenticationResponse,
  Logger,
} from "@medusajs/framework/types";
import { emailName } from "../../lib/email-name";
import { isSecret } from "../../lib/secret-hash";
import { BUYER_PASSWORD } from "../../lib/sign-in-names";
import { Guard } from "../../modules/sign_in/guard";
import { found, refused } from "../auth-by-secret";

/** Longer is nobody's password, only work for us. */
const MAX_SECRET = 200;

/**
 * Medusa's own e-mail and password, for buyers and operators, with what it lacks: an address is the same however it is written, guesses are
 * counted before the password is looked at, and an address that nobody has costs the same time and gets the same sentence.
 */
class BuyerPasswordProvider extends EmailPassAuthService {
  static override identifier = BUYER_PASSWORD;
  static override DISPLAY_NAME = "E-mail and password";

  private readonly guard: Guard;

  constructor(container: { logger: Logger; __pg_connection__: Knex }, options: Record<string, unknown>) {
    super(container, options);
    this.guard = new Guard(container.__pg_connection__);
  }

  override async authenticate(
    data: AuthenticationInput,
    identities: AuthIdentityProviderService,
  ): Promise<AuthenticationResponse> {
    const email = emailName(data.body?.email);
    const password: unknown = data.body?.password;
    if (email === undefined || typeof password !== "string" || password.length > MAX_SECRET) {
      return refused("sign_in_wrong");
    }
    if (!(await this.guard.claim(BUYER_PASSWORD, email))) return refused("sign_in_locked");
    if (!(await found(identities, email))) {
      await isSecret(password, undefined);
      return refused("sign_in_wrong");
    }
    const answer = await super.authenticate({ ...data, body: { ...data.body, email, password } }, identities);
    if (!answer.success) return refused("sign_in_wrong");
    await this.guard.clear(BUYER_PASSWORD, email);
    return answer;
  }

  override register(
    data: AuthenticationInput,
    identities: AuthIdentityProviderService,
  ): Promise<AuthenticationResponse> {
    const email = emailName(data.body?.email);
    return super.register({ ...data, body: { ...data.body, ...(email === undefined ? {} : { email }) } }, identities);
  }
}

export default BuyerPasswordProvider;
