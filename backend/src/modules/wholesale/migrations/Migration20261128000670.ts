import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Up to how much of a loss a buyer may be asked for without being asked first (docs/adr/0063), basis points of the freight quoted. Null: the
 * cooperative bears the gap, or the version is from before: a tenth.
 */
export class Migration20261128000670 extends Migration {
  override up(): void {
    for (const table of ["quote_version", "agreement_version"])
      this.addSql(`
        alter table ${table}
          add column freight_cap_bp int check (freight_cap_bp between 0 and 10000),
          add constraint ${table}_cap check (freight_cap_bp is null or coalesce(freight_bearer <> 'cooperative', false));
      `);
  }

  override down(): void {
    for (const table of ["quote_version", "agreement_version"])
      this.addSql(`alter table ${table} drop column if exists freight_cap_bp`);
  }
}
