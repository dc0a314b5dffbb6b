import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Work in the packing shed. A wave is the parcels that should leave together by one cut-off; a parcel that was voided keeps
 * its wave's id as history and counts nowhere. What packers ticked, weighed, relabelled and regrouped is written once and
 * never changed. Weights in grams, money in minor units.
 */
export class Migration20261126000070 extends Migration {
  override up(): void {
    this.addSql(`
      create sequence wave_number;
      create table wave (
        id text primary key,
        number text not null unique default 'WV' || lpad(nextval('wave_number')::text, 6, '0'),
        cooperative_id text not null,
        cut_off_at timestamptz not null,
        carrier text,
        service text,
        made_by text not null,
        idempotency_key text not null,
        closed_at timestamptz,
        created_at timestamptz not null default now(),
        constraint wave_asked_once unique (cooperative_id, idempotency_key)
      );
      create index wave_of_cooperative on wave (cooperative_id, created_at desc, id desc);
      create index wave_open on wave (cooperative_id, cut_off_at, id) where closed_at is null;

      alter table parcel add column wave_id text references wave (id);
      create index parcel_of_wave on parcel (wave_id, id) where wave_id is not null;
      -- What waits for a wave, and what the board counts: delivered parcels are most rows and in neither.
      create index parcel_without_wave on parcel (cooperative_id, order_id) where state = 'labelled' and wave_id is null;
      create index parcel_on_board on parcel (cooperative_id, state, created_at, id)
        where state in ('planned', 'labelled', 'packed', 'handed_over', 'in_transit', 'lost', 'returned');
      create index parcel_by_carriers_number on parcel (tracking_number) where tracking_number is not null;
      create index parcel_on_its_way_of_cooperative on parcel (cooperative_id, handed_over_at, id) where state in ('handed_over', 'in_transit');

      -- A tick stands for one order line's units of one lot; when its content has changed since, it counts no more.
      create table parcel_check (
        parcel_id text not null references parcel (id),
        order_line_id text not null,
        allocation_id text not null,
        units bigint not null check (units > 0),
        how text not null check (how in ('scan', 'hand')),
        code text,
        person text not null,
        created_at timestamptz not null default now(),
        primary key (parcel_id, allocation_id),
        constraint parcel_check_says_code check ((how = 'scan') = (code is not null))
      );

      create table packing_policy (
        id text primary key,
        cooperative_id text not null,
        tolerance_g bigint not null check (tolerance_g between 0 and 5000),
        tolerance_bp int not null check (tolerance_bp between 0 and 2000),
        set_by text not null,
        created_at timestamptz not null default now()
      );
      create index packing_policy_of_cooperative on packing_policy (cooperative_id, created_at desc, id desc);

      create table parcel_packing (
        parcel_id text primary key references parcel (id),
        cooperative_id text not null,
        planned_g bigint not null check (planned_g > 0),
        weighed_g bigint not null check (weighed_g > 0),
        tolerance_g bigint not null check (tolerance_g >= 0),
        reason text,
        person text not null,
        created_at timestamptz not null default now(),
        constraint parcel_packing_off_has_reason check (abs(weighed_g - planned_g) <= tolerance_g or reason is not null)
      );
      create index parcel_packing_off on parcel_packing (cooperative_id, created_at desc, parcel_id desc) where reason is not null;

      create table parcel_old_number (
        number text primary key,
        parcel_id text not null references parcel (id),
        cooperative_id text not null,
        new_number text not null,
        reason text not null,
        person text not null,
        created_at timestamptz not null default now()
      );
      create index parcel_old_number_of_parcel on parcel_old_number (parcel_id);
      create index parcel_old_number_of_cooperative on parcel_old_number (cooperative_id, created_at desc, number desc);

      create sequence regroup_number;
      create table regroup (
        id text primary key,
        number text not null unique default 'RG' || lpad(nextval('regroup_number')::text, 6, '0'),
        cooperative_id text not null,
        order_id text not null references parcel_plan (order_id),
        kind text not null check (kind in ('split', 'merge')),
        before_parcels jsonb not null,
        after_parcels jsonb not null,
        currency text not null,
        -- What the buyer paid of the carriage of these parcels: the same before and after.
        freight_minor bigint not null check (freight_minor >= 0),
        cost_before_minor bigint not null check (cost_before_minor >= 0),
        cost_after_minor bigint not null check (cost_after_minor >= 0),
        reason text not null,
        person text not null,
        idempotency_key text not null,
        input_hash text not null,
        created_at timestamptz not null default now(),
        constraint regroup_asked_once unique (cooperative_id, idempotency_key)
      );
      create index regroup_of_cooperative on regroup (cooperative_id, created_at desc, id desc);
      create index regroup_of_order on regroup (order_id);

      create sequence handover_number;
      alter table handover add column number text not null unique default 'HO' || lpad(nextval('handover_number')::text, 6, '0');
      alter table handover add column wave_id text references wave (id);
      alter table handover add column driver text;
      alter table handover add column plate text;
      -- Strokes of a finger: moves and lines with whole coordinates, nothing else an SVG could do.
      alter table handover add column signature text
        check (signature is null or (length(signature) <= 8000 and signature ~ '^(M[0-9]{1,3} [0-9]{1,3}(L[0-9]{1,3} [0-9]{1,3})+)+$'));
      alter table handover add column idempotency_key text;
      create unique index handover_asked_once on handover (cooperative_id, idempotency_key) where idempotency_key is not null;

      -- A sheet of an order's labels, or of a few of them only.
      alter table label_sheet add column whole boolean not null default true;

      create table paper (
        id text primary key,
        cooperative_id text not null,
        kind text not null check (kind in ('labels', 'labels_a4', 'slips', 'pick_list', 'manifest')),
        wave_id text references wave (id),
        handover_id text references handover (id),
        parcel_id text references parcel (id),
        state text not null default 'asked' check (state in ('asked', 'printed')),
        pages_done int not null default 0,
        pages int,
        file text,
        sha256 text,
        asked_by text not null,
        printed_at timestamptz,
        created_at timestamptz not null default now(),
        constraint paper_of_one check (num_nonnulls(wave_id, handover_id, parcel_id) = 1),
        constraint paper_printed_has_file check ((state = 'printed') = (file is not null))
      );
      create index paper_of_wave on paper (wave_id, created_at desc) where wave_id is not null;
      create index paper_of_handover on paper (handover_id, created_at desc) where handover_id is not null;
      create index paper_of_cooperative on paper (cooperative_id, created_at desc, id desc);

      create function packing_record_stands() returns trigger language plpgsql as $$
      begin
        raise exception 'what was written about packing is not changed afterwards' using errcode = 'restrict_violation';
      end $$;
      ${["parcel_packing", "parcel_old_number", "regroup", "packing_policy"]
        .map(
          (table) =>
            `create trigger ${table}_stands before update or delete on ${table} for each row execute function packing_record_stands();`,
        )
        .join("\n")}
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists paper, regroup, parcel_old_number, parcel_packing, packing_policy, parcel_check cascade;
      alter table label_sheet drop column if exists whole;
      alter table handover drop column if exists number, drop column if exists wave_id, drop column if exists driver,
        drop column if exists plate, drop column if exists signature, drop column if exists idempotency_key;
      alter table parcel drop column if exists wave_id;
      drop table if exists wave;
      drop sequence if exists wave_number, regroup_number, handover_number;
      drop function if exists packing_record_stands;
    `);
  }
}
