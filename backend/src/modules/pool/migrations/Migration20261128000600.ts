import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * short_choice: what a buyer wants done about packs that are missing, cart by cart (docs/adr/0054). Never changed: the last row counts, and
 * the others say what was wanted before. `choice` null: as the cooperative does, after another choice. An order has its cart's.
 */
export class Migration20261128000600 extends Migration {
  override up(): void {
    this.addSql(`
      create table short_choice (
        seq bigint generated always as identity primary key,
        cart_id text not null check (cart_id <> ''),
        choice text check (choice in ('refund', 'substitute', 'wait')),
        -- Before the order, or on its page afterwards.
        said_on text not null check (said_on in ('cart', 'order')),
        said_at timestamptz not null default now()
      );
      create index short_choice_of_cart on short_choice (cart_id, seq desc);
      create trigger short_choice_append_only before update or delete on short_choice for each row execute function refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists short_choice;`);
  }
}
