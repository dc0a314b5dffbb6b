import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { readEnv } from "../../env";
import { Cipher } from "../../lib/cipher";
import SeasonSubscription from "./models/season-subscription";
import { Openings } from "./openings";
import { Subscriptions } from "./subscriptions";

/** "Tell me when walnuts open": who wants to be told, when goods of a village open, and who was told (docs/adr/0046). */
class SeasonService extends MedusaService({ SeasonSubscription }) {
  readonly subscriptions: Subscriptions;
  readonly openings: Openings;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    const sql = container.__pg_connection__;
    const cipher = new Cipher(readEnv().HOUSEHOLD_KEY);
    this.subscriptions = new Subscriptions(sql, cipher);
    this.openings = new Openings(sql, cipher);
  }
}

export default SeasonService;
