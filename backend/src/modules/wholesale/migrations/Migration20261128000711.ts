import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** The sheet that a list of addressees was made of, where an order's page leads, and the orders of quotes, which a page of sheets looks for. */
export class Migration20261128000711 extends Migration {
  override up(): void {
    this.addSql(`create index addressee_sheet_of_list on addressee_sheet (list_id) where list_id is not null`);
    this.addSql(`create index company_order_of_quote on company_order (quote_id) where order_id is not null`);
  }

  override down(): void {
    this.addSql(`drop index if exists company_order_of_quote`);
    this.addSql(`drop index if exists addressee_sheet_of_list`);
  }
}
