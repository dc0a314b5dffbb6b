import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Shorts of orders that their pool could not fill, and packs that stay promised until a day. What waits is kept row by row
 * beside the short that began it; it ends once: filled from fresh goods, over (and refunded), or cancelled.
 */
export class Migration20261126000002 extends Migration {
  override up(): void {
    this.addSql(`
      alter table pool drop constraint pool_short_policy_check;
      alter table pool add constraint pool_short_policy_check check (short_policy in ('substitute', 'refund', 'wait', 'split'));
      alter table pool add column short_wait_days int not null default 14 check (short_wait_days between 1 and 90);

      alter table short drop constraint short_policy_check;
      alter table short add constraint short_policy_check check (policy in ('substitute', 'refund', 'wait', 'split'));
      alter table short drop constraint short_kind_check;
      alter table short add constraint short_kind_check check (kind in (
        'lot_spoiled', 'weight_lower', 'culled', 'parcel_lost', 'recalled', 'not_enough', 'wait_over', 'wait_filled'));
      alter table short add column wait_of text references short (id);
      alter table short add column wait_line text;
      alter table short drop constraint short_of_a_lot_has_units;
      alter table short add constraint short_of_a_lot_has_units check (
        kind in ('parcel_lost', 'not_enough', 'wait_over', 'wait_filled') or (lot_id is not null and units is not null));
      alter table short add constraint short_of_an_order check (
        kind not in ('not_enough', 'wait_over', 'wait_filled') or order_id is not null);
      alter table short add constraint short_of_a_wait check (
        (kind in ('wait_over', 'wait_filled')) = (wait_of is not null) and (wait_of is null) = (wait_line is null));
      create unique index short_not_enough_of_order on short (order_id) where kind = 'not_enough' and state <> 'dropped';

      alter table short_line add column never_given bigint not null default 0 check (never_given >= 0);

      create table short_wait (
        short_id text not null,
        order_line_id text not null,
        order_id text not null,
        pool_id text not null references pool (id),
        packs bigint not null check (packs > 0),
        pack_units bigint not null check (pack_units > 0),
        ships text not null check (ships in ('together', 'apart')),
        until timestamptz not null,
        state text not null default 'waiting' check (state in ('waiting', 'filled', 'over', 'cancelled')),
        -- The short that filled it or ended it.
        resolved_by text references short (id),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (short_id, order_line_id),
        foreign key (short_id, order_line_id) references short_line (short_id, order_line_id),
        constraint short_wait_resolved check ((state in ('filled', 'over')) = (resolved_by is not null))
      );
      create index short_wait_of_order on short_wait (order_id);
      create index short_wait_open on short_wait (pool_id, created_at) where state = 'waiting';
      -- One follow-up at a time.
      create unique index short_follow_up on short (wait_of, wait_line) where wait_of is not null and state in ('entered', 'waiting_for_buyer', 'previewed', 'applying');

      -- Answered by the clock: the question said so.
      alter table short_question add column by_default boolean not null default false;
      alter table short_question add column due_at timestamptz not null default now() + interval '1 day';
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists short_wait;
      drop index if exists short_follow_up, short_not_enough_of_order;
      delete from short where kind in ('not_enough', 'wait_over', 'wait_filled');
      alter table short drop column if exists wait_of, drop column if exists wait_line;
      alter table short_line drop column if exists never_given;
      alter table short_question drop column if exists by_default, drop column if exists due_at;
      alter table pool drop column if exists short_wait_days;
    `);
  }
}
