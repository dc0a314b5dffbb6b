import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Which message prints a paper: when that one died, the paper is asked for anew. And papers of one parcel by an index. */
export class Migration20261126000111 extends Migration {
  override up(): void {
    this.addSql(`
      alter table paper add column message_id text;
      create index paper_of_parcel on paper (parcel_id, created_at desc) where parcel_id is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists paper_of_parcel;
      alter table paper drop column if exists message_id;
    `);
  }
}
