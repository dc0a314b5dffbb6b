import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { Accounts } from "./accounts";
import { Erasures } from "./erasures";
import BuyerAccount from "./models/buyer-account";

/** Buyers with an account: Medusa's customer module has their names and addresses, this one what it can't say of them (docs/adr/0041). */
class BuyerService extends MedusaService({ BuyerAccount }) {
  readonly accounts: Accounts;
  readonly erasures: Erasures;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    this.accounts = new Accounts(container.__pg_connection__);
    this.erasures = new Erasures(container.__pg_connection__);
  }
}

export default BuyerService;
