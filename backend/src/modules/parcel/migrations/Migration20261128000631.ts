import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** An addressee of a bulk order is shown their own parcel, and a company all of its addressees': both ask by addressee. */
export class Migration20261128000631 extends Migration {
  override up(): void {
    this.addSql(`create index parcel_of_addressee on parcel (addressee_id) where addressee_id is not null;`);
  }

  override down(): void {
    this.addSql(`drop index if exists parcel_of_addressee;`);
  }
}
