import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Lines of a sheet that say the same: a line that is put right is compared with those, and not with all (docs/adr/0068). */
export class Migration20261128000760 extends Migration {
  override up(): void {
    this.addSql(`
      create index addressee_sheet_line_alike on addressee_sheet_line (sheet_id, md5(same)) where faults = '[]' and not left_out;
    `);
  }

  override down(): void {
    this.addSql(`drop index if exists addressee_sheet_line_alike;`);
  }
}
