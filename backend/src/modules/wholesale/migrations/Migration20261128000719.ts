import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** A company's list of its orders (docs/adr/0058) begins at its own rows. */
export class Migration20261128000719 extends Migration {
  override up(): void {
    this.addSql(
      `create index company_order_of_company on company_order (company_id, order_id) where order_id is not null;`,
    );
  }

  override down(): void {
    this.addSql(`drop index if exists company_order_of_company;`);
  }
}
