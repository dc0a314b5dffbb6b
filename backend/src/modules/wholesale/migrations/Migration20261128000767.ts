import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Who vets a company looks for others of its tax number, in whatever state; and for those that somebody has to look at, of all cooperatives. */
export class Migration20261128000767 extends Migration {
  override up(): void {
    this.addSql(`create index company_of_number on company (country, tax_number, created_at) where state <> 'closed';`);
    this.addSql(`create index company_waiting on company (created_at desc, id desc) where state = 'registered';`);
  }

  override down(): void {
    this.addSql(`drop index if exists company_waiting;`);
    this.addSql(`drop index if exists company_of_number;`);
  }
}
