import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Accepted orders that are neither paid nor over: each tick looks at them, and they are few of all that there ever were. */
export class Migration20261128000766 extends Migration {
  override up(): void {
    this.addSql(`
      create index company_order_unpaid on company_order (quote_id)
        where state = 'placed' and order_id is null and cart_id is not null;
    `);
  }

  override down(): void {
    this.addSql(`drop index if exists company_order_unpaid;`);
  }
}
