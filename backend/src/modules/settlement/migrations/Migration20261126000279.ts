import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Papers of more households than one takes come in parts: which of how many this one is. */
export class Migration20261126000279 extends Migration {
  override up(): void {
    this.addSql(`
      alter table money_paper add column part integer not null default 1 check (part > 0),
        add column parts integer not null default 1,
        add constraint money_paper_part_within check (part <= parts);
    `);
  }

  override down(): void {
    this.addSql(`alter table money_paper drop column parts, drop column part;`);
  }
}
