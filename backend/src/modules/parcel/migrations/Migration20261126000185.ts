import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * What is in a parcel is worth, what of its freight is insurance of that, and how its packs lie in the carton, where all sides are
 * known. Parcels of before say none of it.
 */
export class Migration20261126000185 extends Migration {
  override up(): void {
    for (const table of ["plan_pattern", "parcel"]) {
      this.addSql(`
        alter table ${table}
          add column value_minor bigint check (value_minor >= 0),
          add column insurance_minor bigint check (insurance_minor >= 0),
          add column placement jsonb;
      `);
    }
  }

  override down(): void {
    for (const table of ["plan_pattern", "parcel"]) {
      this.addSql(`
        alter table ${table} drop column if exists value_minor, drop column if exists insurance_minor, drop column if exists placement;
      `);
    }
  }
}
