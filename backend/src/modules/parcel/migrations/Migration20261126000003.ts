import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** An order of which packs are still promised is not complete when its parcels have arrived. */
export class Migration20261126000003 extends Migration {
  override up(): void {
    this.addSql(`alter table parcel_plan add column waits boolean not null default false;`);
  }

  override down(): void {
    this.addSql(`alter table parcel_plan drop column if exists waits;`);
  }
}
