import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** What was sent, or waits to be sent, about an order: asked when its buyer is forgotten. */
export class Migration20261126000421 extends Migration {
  override up(): void {
    this.addSql(`create index buyer_notice_of_order on buyer_notice (order_id);`);
  }

  override down(): void {
    this.addSql(`drop index if exists buyer_notice_of_order;`);
  }
}
