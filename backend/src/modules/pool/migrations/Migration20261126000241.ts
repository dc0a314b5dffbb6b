import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** No query looks for the lots of a claim's goods by the lot they came from. */
export class Migration20261126000241 extends Migration {
  override up(): void {
    this.addSql(`drop index if exists lot_returned;`);
  }

  override down(): void {
    this.addSql(`create index if not exists lot_returned on lot (parent_lot_id) where returned_for is not null;`);
  }
}
