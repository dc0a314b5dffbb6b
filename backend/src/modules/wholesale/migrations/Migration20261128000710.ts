import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * District and town of a line of a sheet of addressees, as they were written, and where its parcel goes, as it was read. Lines that were read
 * before keep null there: they go where they were written.
 */
export class Migration20261128000710 extends Migration {
  override up(): void {
    this.addSql(`
      alter table addressee_sheet_line
        add column district text not null default '',
        add column town text not null default '',
        add column to_city text,
        add column to_address text
    `);
  }

  override down(): void {
    this.addSql(`
      alter table addressee_sheet_line drop column district, drop column town, drop column to_city, drop column to_address
    `);
  }
}
