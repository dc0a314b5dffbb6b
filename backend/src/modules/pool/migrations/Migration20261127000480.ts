import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * preorder: a place in the queue for goods that are still in the field (docs/adr/0050). What is kept for it is its hold, of the kind
 * `preorder` with its id; that hold has no clock, and changes only under the lock of its pool.
 */
export class Migration20261127000480 extends Migration {
  override up(): void {
    this.addSql(`
      create table preorder (
        id text primary key check (id ~ '^preorder_[0-9a-f]{32}$'),
        cooperative_id text not null,
        pool_id text not null references pool (id),
        product_id text not null,
        variant_id text not null,
        units_per_pack bigint not null check (units_per_pack > 0),
        packs integer not null check (packs > 0),
        state text not null check (state in ('asked', 'waiting', 'kept', 'basket', 'ordered', 'withdrawn', 'lapsed')),
        email_hash text not null check (email_hash <> ''),
        email_sealed text not null check (email_sealed <> ''),
        language text not null check (language in ('zh', 'en')),
        -- When the last mail was asked for by the form, and how often since the last yes.
        asked_at timestamptz not null default now(),
        asks smallint not null default 0 check (asks >= 0),
        -- The place in the queue.
        confirmed_at timestamptz,
        kept_until timestamptz,
        cart_id text,
        order_id text,
        ended_at timestamptz,
        ended_reason text check (ended_reason in ('withdrawn', 'unpaid', 'nothing_came', 'cooperative')),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint preorder_in_the_queue check (state = 'asked' or confirmed_at is not null),
        constraint preorder_kept check (state not in ('kept', 'basket') or kept_until is not null),
        constraint preorder_basket check (state <> 'basket' or cart_id is not null),
        constraint preorder_ordered check ((state = 'ordered') = (order_id is not null)),
        constraint preorder_ended check ((state in ('ordered', 'withdrawn', 'lapsed')) = (ended_at is not null))
      );
      create unique index preorder_one_of_an_address on preorder (email_hash, product_id) where state in ('asked', 'waiting', 'kept', 'basket');
      create index preorder_queue on preorder (pool_id, confirmed_at, id) where state in ('waiting', 'kept', 'basket');
      create index preorder_unconfirmed on preorder (pool_id, asked_at) where state = 'asked';
      create unique index preorder_of_cart on preorder (cart_id) where cart_id is not null;
      create index preorder_of_address on preorder (email_hash, asked_at);
      create index preorder_over on preorder (ended_at) where ended_at is not null;
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists preorder;`);
  }
}
