import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * addressee_list: the destinations of one bulk order, written whole or not at all. `cart_id` is the cart that is
 * completing with it, `order_id` the order it went to: one list, one order.
 */
export class Migration20261122000050 extends Migration {
  override up(): void {
    this.addSql(`
      create table addressee_list (
        id text primary key,
        customer_id text,
        email text,
        title text not null,
        product_variant_id text,
        state text not null default 'open' check (state in ('open', 'claimed')),
        lines int not null check (lines > 0),
        packs_total bigint not null check (packs_total > 0),
        hash text not null,
        idempotency_key text,
        cart_id text,
        order_id text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        constraint addressee_list_claimed_by_order check ((state = 'claimed') = (order_id is not null)),
        constraint addressee_list_one_per_order unique (order_id)
      );
      create unique index addressee_list_idempotency
        on addressee_list (coalesce(customer_id, ''), idempotency_key) where idempotency_key is not null;
      create index addressee_list_of_cart on addressee_list (cart_id) where cart_id is not null;

      create table addressee (
        id text primary key,
        list_id text not null references addressee_list (id),
        line int not null check (line > 0),
        name text not null,
        phone text not null,
        province_code text not null,
        city text,
        address text not null,
        packs bigint not null check (packs > 0),
        constraint addressee_line_once unique (list_id, line)
      );
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists addressee, addressee_list;`);
  }
}
