import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The hold of a quote, whose owner is the quote (docs/adr/0051). priority: of quotes alone, the least gives way first; a hold for a quote
 * that the desk keeps by hand has none and never gives way. handed_to: the cart that has its goods since the quote was accepted.
 */
export class Migration20261127000520 extends Migration {
  override up(): void {
    this.addSql(`
      alter table hold
        add column priority smallint check (priority between 0 and 9),
        add column handed_to text,
        add constraint hold_priority_of_quotes check (priority is null or kind = 'quote'),
        add constraint hold_handed_to_of_quotes check (handed_to is null or (kind = 'quote' and state = 'released'));
      create index hold_of_quotes on hold (owner_id) where kind = 'quote' and priority is not null and state = 'soft';
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists hold_of_quotes;
      alter table hold drop column priority, drop column handed_to;
    `);
  }
}
