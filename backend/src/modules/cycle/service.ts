import { MedusaService } from "@medusajs/framework/utils";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { CycleChanges } from "./changes";
import { CycleClosing } from "./closing";
import { CycleDrafts } from "./drafts";
import { CycleEntries } from "./entries";
import { cycleInvariants } from "./invariants";
import OrderCycle from "./models/order-cycle";
import { CycleTold } from "./told";
import { CycleViews } from "./views";

/** Order cycles: sales windows with a ladder of prices and a minimum to ship (docs/adr/0042). */
class CycleService extends MedusaService({ OrderCycle }) {
  protected readonly sql: Knex;
  /** Until buyers see it. */
  readonly drafts: CycleDrafts;
  /** What may still change once they do. */
  readonly changes: CycleChanges;
  /** Who takes part. */
  readonly entries: CycleEntries;
  /** How it ends. */
  readonly closing: CycleClosing;
  readonly views: CycleViews;
  /** What households were told of it. */
  readonly told: CycleTold;

  constructor(container: { __pg_connection__: Knex }) {
    super(...arguments);
    this.sql = container.__pg_connection__;
    this.drafts = new CycleDrafts(this.sql);
    this.changes = new CycleChanges(this.sql);
    this.entries = new CycleEntries(this.sql);
    this.closing = new CycleClosing(this.sql);
    this.views = new CycleViews(this.sql);
    this.told = new CycleTold(this.sql);
  }

  invariants() {
    return cycleInvariants(this.sql);
  }
}

export default CycleService;
