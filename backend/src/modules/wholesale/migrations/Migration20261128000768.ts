import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** An order of several cooperatives is rated by and of each of them: the company and a cooperative say once what they found. */
export class Migration20261128000768 extends Migration {
  override up(): void {
    this.addSql(`
      alter table delivery_rating drop constraint delivery_rating_pkey;
      alter table delivery_rating add primary key (order_id, cooperative_id, by);
    `);
  }

  override down(): void {
    this.addSql(`
      alter table delivery_rating drop constraint delivery_rating_pkey;
      alter table delivery_rating add primary key (order_id, by);
    `);
  }
}
