import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The pool ledger. Units are the pool's base unit: grams or pieces.
 * Counters are guarded by CHECKs; movements are append-only by trigger.
 */
export class Migration20261122000010 extends Migration {
  override up(): void {
    this.addSql(`
      create table pool (
        id text primary key,
        cooperative_id text not null,
        origin_kind text not null check (origin_kind in ('village', 'region')),
        origin_id text not null,
        produce text not null,
        grade text not null,
        unit text not null check (unit in ('g', 'piece')),
        blendable boolean not null,
        unit_g bigint not null default 1 check (unit_g > 0),
        pack_units bigint check (pack_units > 0),
        rule text not null default 'pro_rata' check (rule in ('pro_rata', 'equal', 'fefo', 'rotation')),
        price_mode text not null default 'by_sale' check (price_mode in ('by_sale', 'fixed', 'pool_average')),
        status text not null default 'open' check (status in ('open', 'closed')),
        inventory_item_id text not null,
        location_id text not null,
        on_hand bigint not null default 0,
        held bigint not null default 0,
        version bigint not null default 1,
        mirrored_version bigint not null default 0,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        constraint pool_held_within_on_hand check (0 <= held and held <= on_hand),
        constraint pool_pack_when_not_blendable check (blendable or pack_units is not null),
        constraint pool_identity unique (cooperative_id, origin_kind, origin_id, produce, grade),
        constraint pool_inventory_item unique (inventory_item_id),
        constraint pool_pieces_have_weight check (unit = 'g' and unit_g = 1 or unit = 'piece')
      );
      create index pool_to_mirror on pool (id) where version <> mirrored_version;
      create sequence lot_number;

      create table lot (
        id text primary key,
        number text not null unique,
        pool_id text not null references pool (id),
        cooperative_id text not null,
        household_id text not null,
        harvested_on date not null,
        best_before date,
        gross_g bigint,
        tare_g bigint,
        units bigint not null check (units > 0),
        sellable_units bigint not null check (sellable_units >= 0 and sellable_units <= units),
        grade text not null,
        weigher_id text not null,
        scale text,
        allocated bigint not null default 0 check (allocated >= 0),
        shipped bigint not null default 0 check (shipped >= 0),
        wasted bigint not null default 0 check (wasted >= 0),
        idempotency_key text not null unique,
        input_hash text not null,
        created_at timestamptz not null default now(),
        constraint lot_within_net check (allocated + wasted <= sellable_units),
        constraint lot_shipped_within_allocated check (shipped <= allocated)
      );
      create index lot_of_pool on lot (pool_id, best_before nulls last, id) where allocated + wasted < sellable_units;
      create index lot_of_household on lot (household_id, created_at desc);
      create index lot_of_cooperative on lot (cooperative_id, created_at desc);

      create table lot_movement (
        id text primary key,
        pool_id text not null references pool (id),
        lot_id text references lot (id),
        kind text not null check (kind in ('intake', 'hold', 'release', 'ship', 'waste', 'adjust', 'return')),
        on_hand_delta bigint not null,
        held_delta bigint not null,
        reason text not null,
        person text not null,
        source text not null,
        at timestamptz not null default now()
      );
      create index lot_movement_of_pool on lot_movement (pool_id, at);
      create index lot_movement_of_lot on lot_movement (lot_id, at) where lot_id is not null;

      create table hold (
        id text primary key,
        kind text not null check (kind in ('cart', 'quote', 'preorder')),
        owner_id text not null,
        state text not null check (state in ('soft', 'pending', 'confirmed', 'released', 'consumed')),
        run_id text not null,
        order_id text,
        expires_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint hold_one_per_owner unique (kind, owner_id),
        constraint hold_of_a_cart_ends_by_clock_only_when_soft
          check (kind <> 'cart' or (expires_at is not null) = (state = 'soft'))
      );
      create index hold_pending on hold (updated_at) where state = 'pending';
      create index hold_expiring on hold (expires_at) where expires_at is not null;
      create index hold_of_order on hold (order_id) where order_id is not null;

      create table hold_line (
        hold_id text not null references hold (id),
        pool_id text not null references pool (id),
        units bigint not null check (units > 0),
        primary key (hold_id, pool_id)
      );
      create index hold_line_of_pool on hold_line (pool_id);

      create table allocation (
        id text primary key,
        order_id text not null,
        order_line_id text not null,
        pool_id text not null references pool (id),
        lot_id text not null references lot (id),
        household_id text not null,
        units bigint not null check (units > 0),
        shipped bigint not null default 0 check (shipped >= 0 and shipped <= units),
        state text not null default 'held' check (state in ('held', 'shipped', 'released')),
        rule text not null,
        why jsonb not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint allocation_once unique (order_line_id, lot_id)
      );
      create index allocation_of_order on allocation (order_id);
      create index allocation_of_lot on allocation (lot_id);
      create index allocation_of_household on allocation (household_id, created_at desc);

      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only: write a correcting row instead', tg_table_name using errcode = 'restrict_violation';
      end $$;
      create trigger lot_movement_append_only before update or delete on lot_movement
        for each row execute function refuse_change();
      create trigger lot_movement_no_truncate before truncate on lot_movement
        for each statement execute function refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists allocation, hold_line, hold, lot_movement, lot, pool cascade;
      drop sequence if exists lot_number;
      drop function if exists refuse_change() cascade;
    `);
  }
}
