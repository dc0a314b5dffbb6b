import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Who fetches goods is looked for by a part of a name, most of them two or three characters: an index of single characters. One of
 * trigrams (pg_trgm) finds nothing by fewer than three.
 */
export class Migration20261127000511 extends Migration {
  override up(): void {
    this.addSql(`
      create index parcel_fetched_by_name on parcel using gin ((string_to_array(lower(name), null)))
        where carrier = 'pickup' and state <> 'void';
    `);
  }

  override down(): void {
    this.addSql(`drop index if exists parcel_fetched_by_name;`);
  }
}
