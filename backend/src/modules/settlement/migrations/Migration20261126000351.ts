import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Why a lot got nothing of a line: its household's statement says it in a line of 0. Unknown of lines that were divided before. */
export class Migration20261126000351 extends Migration {
  override up(): void {
    this.addSql(`
      alter table sale_line_unpaid_lot add column reason text
        check (reason in ('nothing_left', 'price_zero', 'no_weight', 'under_minor', 'price_pool', 'returned'));
      -- Those that a statement tells of: few, where price pools leave millions without a row.
      create index sale_line_unpaid_lot_told on sale_line_unpaid_lot (sale_line_id)
        where reason in ('nothing_left', 'price_zero', 'no_weight', 'under_minor');
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists sale_line_unpaid_lot_told;
      alter table sale_line_unpaid_lot drop column if exists reason;
    `);
  }
}
