import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Quotes are listed and counted by how they stand: without these every count reads all that a side ever had. */
export class Migration20261128000650 extends Migration {
  override up(): void {
    this.addSql(`
      create index quote_of_company_by_state on quote (company_id, state, created_at desc, id desc);
      create index quote_of_cooperative_by_state on quote (cooperative_id, state, created_at desc, id desc);
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists quote_of_company_by_state;
      drop index if exists quote_of_cooperative_by_state;
    `);
  }
}
