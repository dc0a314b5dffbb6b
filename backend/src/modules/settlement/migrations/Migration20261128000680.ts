import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Joint quotes by transfer (docs/adr/0065). proforma.kind `part`: one cooperative's share of an order of several. Those of one asking have one
 * `issued_at`, live and end together, and become one order; their session is written to the first of them.
 */
export class Migration20261128000680 extends Migration {
  override up(): void {
    this.addSql(`
      alter table proforma drop constraint proforma_kind_check,
        add constraint proforma_kind_check check (kind in ('whole', 'deposit', 'balance', 'account', 'freight', 'part'));
      drop index proforma_live, proforma_of_order;
      create unique index proforma_live on proforma (cart_id)
        where state in ('open', 'paid', 'granted', 'ordered') and kind not in ('balance', 'freight', 'part');
      create unique index proforma_of_order on proforma (order_id) where kind not in ('balance', 'freight', 'part');
      create unique index proforma_live_part on proforma (quote_id) where state in ('open', 'paid', 'ordered') and kind = 'part';
      create unique index proforma_part_of_order on proforma (order_id, quote_id) where kind = 'part';
      create index proforma_parts_of_cart on proforma (cart_id, issued_at) where kind = 'part';
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists proforma_live, proforma_of_order, proforma_live_part, proforma_part_of_order, proforma_parts_of_cart;
      create unique index proforma_live on proforma (cart_id) where state in ('open', 'paid', 'granted', 'ordered') and kind not in ('balance', 'freight');
      create unique index proforma_of_order on proforma (order_id) where kind not in ('balance', 'freight');
      alter table proforma drop constraint proforma_kind_check,
        add constraint proforma_kind_check check (kind in ('whole', 'deposit', 'balance', 'account', 'freight'));
    `);
  }
}
