import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Parcels: what an order's packs travel in. Money in minor units, weight in grams, contents in the pool's units.
 * States only move forward and contents are frozen once handed over: both by trigger (P4); one live label by index (P3).
 */
export class Migration20261122000040 extends Migration {
  override up(): void {
    this.addSql(`
      create table carton (
        code text primary key,
        title text not null,
        tare_g bigint not null check (tare_g >= 0),
        max_weight_g bigint not null check (max_weight_g > tare_g),
        inner_ml bigint check (inner_ml > 0),
        cost_minor bigint not null check (cost_minor >= 0),
        currency text not null,
        active boolean not null default true,
        example boolean not null default false,
        created_at timestamptz not null default now()
      );

      create table rate_card (
        id text primary key,
        carrier text not null,
        service text not null,
        currency text not null,
        card jsonb not null,
        active boolean not null default true,
        example boolean not null default false,
        created_at timestamptz not null default now()
      );
      create unique index rate_card_one_active on rate_card (carrier, service, currency) where active;

      -- One row an order: the lock under which its parcels move, and how its plan came out.
      create table parcel_plan (
        order_id text primary key,
        version int not null check (version > 0),
        currency text not null,
        parcels int not null check (parcels > 0),
        freight_minor bigint not null check (freight_minor >= 0),
        delivered_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );

      create function parcel_rank(state text) returns int language sql immutable parallel safe as $$
        select case state
          when 'planned' then 0 when 'labelled' then 10 when 'packed' then 20 when 'handed_over' then 30
          when 'in_transit' then 40 when 'delivered' then 50 when 'lost' then 50 when 'returned' then 50
          when 'void' then 90 end
      $$;

      create table handover (
        id text primary key,
        cooperative_id text not null,
        person text not null,
        parcels int not null check (parcels > 0),
        gross_g bigint not null check (gross_g > 0),
        created_at timestamptz not null default now()
      );
      create index handover_of_cooperative on handover (cooperative_id, created_at desc);

      create table parcel (
        id text primary key,
        number text not null unique,
        order_id text not null references parcel_plan (order_id),
        plan_version int not null,
        cooperative_id text not null,
        destination_id text not null,
        addressee_id text,
        name text not null,
        phone text not null,
        province_code text not null,
        address text not null,
        zone text not null,
        carton text not null references carton (code),
        goods_g bigint not null check (goods_g > 0),
        gross_g bigint not null check (gross_g >= goods_g),
        freight_minor bigint not null check (freight_minor >= 0),
        carton_minor bigint not null check (carton_minor >= 0),
        currency text not null,
        carrier text not null,
        service text not null,
        tracking_number text,
        state text not null default 'planned' check (parcel_rank(state) is not null),
        handover_id text references handover (id),
        handed_over_at timestamptz,
        delivered_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        constraint parcel_handed_over_has_handover check (
          (parcel_rank(state) between 30 and 50) = (handover_id is not null)),
        constraint parcel_tracking_once unique (carrier, tracking_number)
      );
      create index parcel_of_order on parcel (order_id, number);
      create index parcel_of_cooperative on parcel (cooperative_id, state, created_at desc);
      create index parcel_of_handover on parcel (handover_id) where handover_id is not null;

      create table parcel_line (
        parcel_id text not null references parcel (id),
        order_line_id text not null,
        title text not null,
        packs bigint not null check (packs > 0),
        pack_units bigint not null check (pack_units > 0),
        pack_g bigint not null check (pack_g > 0),
        freight_minor bigint not null check (freight_minor >= 0),
        primary key (parcel_id, order_line_id)
      );
      create index parcel_line_of_order_line on parcel_line (order_line_id);

      create table parcel_content (
        parcel_id text not null references parcel (id),
        order_line_id text not null,
        allocation_id text not null,
        lot_id text not null,
        pool_id text not null,
        household_id text not null,
        units bigint not null check (units > 0),
        primary key (parcel_id, allocation_id),
        foreign key (parcel_id, order_line_id) references parcel_line (parcel_id, order_line_id)
      );
      create index parcel_content_of_allocation on parcel_content (allocation_id);
      create index parcel_content_of_lot on parcel_content (lot_id);
      create index parcel_content_of_household on parcel_content (household_id);

      -- How each parcel came to its state, and what the carrier said; 'moved' marks those that changed the state.
      create table parcel_event (
        id bigint generated always as identity primary key,
        parcel_id text not null references parcel (id),
        source text not null,
        event_id text not null,
        state text not null check (parcel_rank(state) is not null),
        said text,
        place text,
        at timestamptz not null,
        moved boolean not null,
        recorded_at timestamptz not null default now(),
        constraint parcel_event_once unique (parcel_id, source, event_id)
      );

      create table label_sheet (
        id text primary key,
        order_id text not null,
        cooperative_id text not null,
        file text not null,
        pages int not null check (pages > 0),
        sha256 text not null,
        created_at timestamptz not null default now()
      );
      create index label_sheet_of_order on label_sheet (order_id, cooperative_id, created_at desc);

      create table parcel_label (
        parcel_id text not null references parcel (id),
        sheet_id text not null references label_sheet (id),
        page int not null check (page > 0),
        voided_at timestamptz,
        primary key (sheet_id, parcel_id)
      );
      create unique index parcel_label_one_live on parcel_label (parcel_id) where voided_at is null;

      -- What we asked of the carrier, written before the call; 'key' makes asking again the same asking.
      create table booking (
        id text primary key,
        handover_id text not null references handover (id),
        part int not null check (part >= 0),
        key text not null unique,
        state text not null default 'pending' check (state in ('pending', 'booked', 'refused')),
        reason text,
        asked_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint booking_part_once unique (handover_id, part)
      );
      create table booking_parcel (
        booking_id text not null references booking (id),
        parcel_id text not null unique references parcel (id),
        primary key (booking_id, parcel_id)
      );

      -- What we asked of Medusa for one handover of one order, written before the workflow runs.
      create table fulfil_intent (
        id text primary key,
        order_id text not null references parcel_plan (order_id),
        handover_id text not null references handover (id),
        fulfillment_id text,
        state text not null default 'pending' check (state in ('pending', 'fulfilled', 'shipped')),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint fulfil_intent_once unique (handover_id, order_id),
        constraint fulfil_intent_outcome check ((state = 'pending') = (fulfillment_id is null))
      );
      create index fulfil_intent_of_order on fulfil_intent (order_id);

      create function parcel_moves_forward() returns trigger language plpgsql as $$
      begin
        if new.state <> old.state and (parcel_rank(new.state) <= parcel_rank(old.state) or parcel_rank(old.state) >= 50
           or (new.state = 'void' and parcel_rank(old.state) >= 30)) then
          raise exception 'parcel % is % and cannot become %', old.number, old.state, new.state using errcode = 'restrict_violation';
        end if;
        if parcel_rank(old.state) >= 30 and
           (new.order_id, new.goods_g, new.gross_g, new.freight_minor, new.carton_minor, new.carton, new.handover_id, new.address, new.province_code, new.number)
           is distinct from
           (old.order_id, old.goods_g, old.gross_g, old.freight_minor, old.carton_minor, old.carton, old.handover_id, old.address, old.province_code, old.number) then
          raise exception 'parcel % is handed over: what it is can no longer change', old.number using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger parcel_moves_forward before update on parcel for each row execute function parcel_moves_forward();

      create function parcel_contents_frozen() returns trigger language plpgsql as $$
      begin
        if exists (select from changed c join parcel p on p.id = c.parcel_id where parcel_rank(p.state) >= 30) then
          raise exception 'the contents of a handed over parcel are frozen' using errcode = 'restrict_violation';
        end if;
        return null;
      end $$;
      ${["parcel_line", "parcel_content"]
        .map(
          (table) => `
      create trigger ${table}_frozen_insert after insert on ${table} referencing new table as changed
        for each statement execute function parcel_contents_frozen();
      create trigger ${table}_frozen_update after update on ${table} referencing old table as changed
        for each statement execute function parcel_contents_frozen();
      create trigger ${table}_frozen_delete after delete on ${table} referencing old table as changed
        for each statement execute function parcel_contents_frozen();`,
        )
        .join("")}
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists fulfil_intent, booking_parcel, booking, parcel_label, label_sheet, parcel_event, parcel_content,
        parcel_line, parcel, handover, parcel_plan, rate_card, carton cascade;
      drop function if exists parcel_moves_forward, parcel_contents_frozen, parcel_rank;
    `);
  }
}
