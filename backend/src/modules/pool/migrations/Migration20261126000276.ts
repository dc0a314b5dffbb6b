import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** stocktake_line.borne_units: of what an approved count found missing, what the cooperative pays the household for (docs/adr/0037). */
export class Migration20261126000276 extends Migration {
  override up(): void {
    this.addSql(`
      alter table stocktake_line add column borne_units bigint not null default 0
        constraint stocktake_line_borne check (borne_units >= 0 and borne_units <= greatest(-delta_units, 0)
          and (borne_units = 0 or borne_by = 'cooperative'));
    `);
  }

  override down(): void {
    this.addSql(`alter table stocktake_line drop column borne_units;`);
  }
}
