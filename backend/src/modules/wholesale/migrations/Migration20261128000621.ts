import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Whose an order is: asked by the order's proof (docs/adr/0056). */
export class Migration20261128000621 extends Migration {
  override up(): void {
    this.addSql(`create index company_order_of_order on company_order (order_id) where order_id is not null;`);
  }

  override down(): void {
    this.addSql(`drop index if exists company_order_of_order;`);
  }
}
