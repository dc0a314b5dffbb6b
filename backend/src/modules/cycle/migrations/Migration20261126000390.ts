import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * order_cycle: a sales window of a cooperative (docs/adr/0042). cycle_good: what is sold in it, and in which cases it is counted.
 * cycle_step: the ladder, prices of the pack that leads. cycle_price: prices of every pack at every step, frozen when it is published.
 * cycle_entry: that a cart takes part; written before its order, so that closing knows of completions under way.
 * cycle_line: what an order that stands has of it. cycle_event: who did what; never changed.
 */
export class Migration20261126000390 extends Migration {
  override up(): void {
    this.addSql(`
      create table order_cycle (
        id text primary key,
        cooperative_id text not null,
        name_zh text not null,
        name_en text not null,
        opens_at timestamptz not null,
        closes_at timestamptz not null,
        way text not null check (way in ('ship', 'pickup')),
        ready_from date not null,
        ready_to date not null check (ready_to >= ready_from),
        -- Where and when goods are fetched.
        place_zh text not null default '',
        place_en text not null default '',
        minimum_kind text not null check (minimum_kind in ('none', 'grams', 'orders')),
        minimum bigint not null check (minimum >= 0 and (minimum_kind = 'none') = (minimum = 0)),
        -- Whether its goods are sold as usual while no cycle of theirs is open.
        sold_between boolean not null default false,
        state text not null default 'draft' check (state in ('draft', 'dropped', 'published', 'closing', 'reached', 'missed', 'called_off')),
        call_off_words text,
        version int not null default 1,
        -- What was ordered in it, once it is over.
        orders bigint check (orders >= 0),
        ordered_g bigint check (ordered_g >= 0),
        published_at timestamptz,
        ended_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        constraint order_cycle_window check (closes_at > opens_at),
        constraint order_cycle_ended check ((state in ('reached', 'missed', 'called_off')) = (ended_at is not null)),
        constraint order_cycle_called_off check (state <> 'called_off' or call_off_words is not null)
      );
      create index order_cycle_of_cooperative on order_cycle (cooperative_id, created_at desc, id desc);
      create index order_cycle_to_close on order_cycle (closes_at) where state in ('published', 'closing');

      create table cycle_good (
        cycle_id text not null references order_cycle (id),
        product_id text not null,
        pool_id text not null,
        seq smallint not null,
        unit_g bigint not null check (unit_g > 0),
        currency text not null,
        case_units bigint not null check (case_units > 0),
        lead_variant_id text not null,
        -- Once it is over: what was ordered, and the step whose price is everybody's.
        ordered_units bigint check (ordered_units >= 0),
        final_step smallint check (final_step >= 0),
        primary key (cycle_id, product_id)
      );
      create index cycle_good_of_product on cycle_good (product_id);

      create table cycle_step (
        cycle_id text not null,
        product_id text not null,
        step smallint not null check (step between 0 and 5),
        from_cases bigint not null check (from_cases >= 0 and (step = 0) = (from_cases = 0)),
        price_minor bigint not null check (price_minor > 0),
        primary key (cycle_id, product_id, step),
        foreign key (cycle_id, product_id) references cycle_good (cycle_id, product_id) on delete cascade
      );

      create table cycle_price (
        cycle_id text not null,
        product_id text not null,
        variant_id text not null,
        step smallint not null,
        price_minor bigint not null check (price_minor > 0),
        units_per_pack bigint not null check (units_per_pack > 0),
        primary key (cycle_id, variant_id, step),
        foreign key (cycle_id, product_id, step) references cycle_step (cycle_id, product_id, step)
      );
      create function cycle_price_frozen() returns trigger language plpgsql as $$
      begin
        raise exception 'prices of a published cycle are never changed';
      end $$;
      create trigger cycle_price_frozen before update or delete on cycle_price for each row execute function cycle_price_frozen();

      create table cycle_entry (
        cart_id text primary key,
        cycle_id text not null references order_cycle (id),
        -- Pending: completing. Dropped: given up when the cycle closed. Left: its order was cancelled.
        state text not null check (state in ('pending', 'confirmed', 'dropped', 'left')),
        order_id text,
        lines jsonb not null,
        touched_at timestamptz not null default now(),
        confirmed_at timestamptz,
        -- The cycle is over for this order: its money and goods are on their way.
        settled_at timestamptz,
        back_minor bigint check (back_minor >= 0),
        created_at timestamptz not null default now(),
        constraint cycle_entry_order unique (order_id),
        constraint cycle_entry_has_order check ((state in ('confirmed', 'left')) = (order_id is not null))
      );
      create index cycle_entry_of_cycle on cycle_entry (cycle_id, state);

      create table cycle_line (
        order_id text not null references cycle_entry (order_id),
        variant_id text not null,
        cycle_id text not null,
        product_id text not null,
        packs bigint not null check (packs > 0),
        units bigint not null check (units > 0),
        left_at timestamptz,
        primary key (order_id, variant_id),
        foreign key (cycle_id, product_id) references cycle_good (cycle_id, product_id)
      );
      create index cycle_line_of_good on cycle_line (cycle_id, product_id) where left_at is null;

      create table cycle_event (
        id text primary key,
        cycle_id text not null references order_cycle (id),
        kind text not null,
        words text not null default '',
        person text not null,
        at timestamptz not null default now()
      );
      create index cycle_event_of_cycle on cycle_event (cycle_id, at desc, id desc);
      create function cycle_event_append_only() returns trigger language plpgsql as $$
      begin
        raise exception 'cycle_event is append-only';
      end $$;
      create trigger cycle_event_append_only before update or delete on cycle_event for each row execute function cycle_event_append_only();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists cycle_event, cycle_line, cycle_entry, cycle_price, cycle_step, cycle_good, order_cycle;
      drop function if exists cycle_event_append_only, cycle_price_frozen;
    `);
  }
}
