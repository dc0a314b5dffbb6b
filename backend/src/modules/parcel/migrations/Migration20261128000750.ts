import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Parcels that have not arrived, by order and handover: a batch of a carrier's events asks whether there is one, and reads none of those that
 * have (docs/adr/0068). Those that were lost and are accounted for come last of their handover.
 */
export class Migration20261128000750 extends Migration {
  override up(): void {
    this.addSql(`
      create index parcel_to_come on parcel (order_id, handover_id, accounted_by) where state not in ('void', 'delivered');
    `);
  }

  override down(): void {
    this.addSql(`drop index if exists parcel_to_come;`);
  }
}
