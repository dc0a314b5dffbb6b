import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Parcels that their carrier refused, in the order of the board's list, which ends after a page (docs/adr/0068). */
export class Migration20261128000762 extends Migration {
  override up(): void {
    this.addSql(`
      create index parcel_refused_on_board on parcel (cooperative_id, created_at, id)
        where booking_refusal is not null and tracking_number is null and state in ('planned', 'labelled', 'packed', 'handed_over', 'in_transit');
    `);
  }

  override down(): void {
    this.addSql(`drop index if exists parcel_refused_on_board;`);
  }
}
