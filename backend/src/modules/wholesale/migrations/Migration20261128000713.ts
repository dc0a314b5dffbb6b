import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** A line of an order list says why its amount is none: nothing or below, or part packs (docs/adr/0053). */
export class Migration20261128000713 extends Migration {
  override up(): void {
    this.addSql(`
      alter table order_list_line drop constraint order_list_line_fault_check;
      alter table order_list_line add constraint order_list_line_fault_check
        check (fault in ('formula', 'no_amount', 'not_above_zero', 'not_whole', 'not_found', 'ambiguous', 'part_packs', 'too_many'));
    `);
  }

  override down(): void {
    this.addSql(`
      update order_list_line set fault = 'no_amount' where fault in ('not_above_zero', 'not_whole');
      alter table order_list_line drop constraint order_list_line_fault_check;
      alter table order_list_line add constraint order_list_line_fault_check
        check (fault in ('formula', 'no_amount', 'not_found', 'ambiguous', 'part_packs', 'too_many'));
    `);
  }
}
