import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { readEnv } from "../../env";
import { Cipher } from "../../lib/cipher";
import { Addresses } from "./addresses";
import { Codes } from "./codes";
import { Guard } from "./guard";
import SignInGuard from "./models/sign-in-guard";

/** Rows taken away in one sweep: a moment's work. */
const SWEEP = 10_000;

/** Guesses and codes of our sign-ins. The auth providers in src/providers/auth-* use the same two classes. */
class SignInService extends MedusaService({ SignInGuard }) {
  readonly guard: Guard;
  readonly codes: Codes;
  readonly addresses: Addresses;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    this.guard = new Guard(container.__pg_connection__);
    this.addresses = new Addresses(container.__pg_connection__);
    this.codes = new Codes(container.__pg_connection__, new Cipher(readEnv().HOUSEHOLD_KEY));
  }

  /** Takes away what no longer counts. */
  async sweep(): Promise<void> {
    await this.guard.sweep(SWEEP);
    await this.codes.sweep(SWEEP);
    await this.addresses.sweep(SWEEP);
  }
}

export default SignInService;
