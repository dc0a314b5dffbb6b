import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** The orders that a quote led to, whatever became of them, the newest first: each page of a quote asks for them. It does what the one of orders alone did. */
export class Migration20261128000765 extends Migration {
  override up(): void {
    this.addSql(`create index company_order_asked on company_order (quote_id, asked_at desc, id desc);`);
    this.addSql(`drop index company_order_of_quote;`);
  }

  override down(): void {
    this.addSql(`create index company_order_of_quote on company_order (quote_id) where order_id is not null;`);
    this.addSql(`drop index if exists company_order_asked;`);
  }
}
