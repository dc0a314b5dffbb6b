import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** The recall that an entry takes a lot out of its orders for: what is left of taking out is found by it. */
export class Migration20261126000150 extends Migration {
  override up(): void {
    this.addSql(`
      alter table short add column recall_id text references recall (id);
      create index short_of_recall on short (recall_id, state) where recall_id is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists short_of_recall;
      alter table short drop column if exists recall_id;
    `);
  }
}
