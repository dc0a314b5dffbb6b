import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** What the goods of a claim weighed when they were looked at, in grams; said once, with the claim (docs/adr/0023). */
export class Migration20261128000740 extends Migration {
  override up(): void {
    this.addSql(`
      alter table parcel_claim add column weighed_g bigint check (weighed_g >= 0);
      create trigger parcel_claim_weight_stands before update on parcel_claim for each row
        when (old.weighed_g is distinct from new.weighed_g) execute function claim_record_stands();
    `);
  }

  override down(): void {
    this.addSql(`
      drop trigger if exists parcel_claim_weight_stands on parcel_claim;
      alter table parcel_claim drop column if exists weighed_g;
    `);
  }
}
