import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Claims about parcels (docs/adr/0023): what is wrong, what the buyer wants, what was decided, who bears it, what the carrier
 * answered. What people wrote is never changed; a claim itself moves forward.
 */
export class Migration20261126000132 extends Migration {
  override up(): void {
    this.addSql(`
      create table claim_policy (
        id text primary key,
        cooperative_id text not null,
        version int not null check (version > 0),
        state text not null default 'proposed' check (state in ('proposed', 'in_force', 'dropped')),
        -- Counts from this day, once it is in force.
        from_day date not null,
        report_days int not null check (report_days between 1 and 60),
        wish_days int not null check (wish_days between 0 and 14),
        lots_bp int not null check (lots_bp between 0 and 5000),
        reason text not null,
        proposed_by text not null,
        proposed_at timestamptz not null default now(),
        decided_by text,
        decided_at timestamptz,
        constraint claim_policy_once unique (cooperative_id, version),
        constraint claim_policy_decided check ((state = 'proposed') = (decided_by is null)),
        constraint claim_policy_by_two check (state <> 'in_force' or decided_by <> proposed_by)
      );
      create unique index claim_policy_one_proposed on claim_policy (cooperative_id) where state = 'proposed';

      create table claim_carrier_term (
        policy_id text not null references claim_policy (id),
        carrier text not null,
        claim_days int not null check (claim_days between 1 and 365),
        limit_minor bigint check (limit_minor >= 0),
        primary key (policy_id, carrier)
      );

      create sequence claim_number;
      create table parcel_claim (
        id text primary key,
        number text not null unique default 'CM' || lpad(nextval('claim_number')::text, 6, '0'),
        cooperative_id text not null,
        parcel_id text not null references parcel (id),
        order_id text not null,
        kind text not null check (kind in ('lost', 'damaged', 'missing', 'returned')),
        source text not null check (source in ('desk', 'buyer', 'carrier')),
        state text not null default 'opened' check (state in ('opened', 'decided', 'done', 'withdrawing', 'dropped', 'closed')),
        words text not null check (length(words) <= 1000),
        opened_by text not null,
        wish text check (wish in ('refund', 'reship')),
        wish_said_by text,
        wish_due_at timestamptz not null,
        policy_id text references claim_policy (id),
        limit_minor bigint check (limit_minor >= 0),
        lots_bp int not null check (lots_bp between 0 and 5000),
        carrier_due_on date,
        attempt int not null default 0 check (attempt >= 0),
        cause text check (cause in ('carrier', 'packing', 'goods')),
        remedy text check (remedy in ('refund', 'reship')),
        decision_words text,
        decided_by text,
        decided_at timestamptz,
        problem text,
        short_id text,
        replacement_order_id text unique,
        currency text,
        cost_minor bigint check (cost_minor >= 0),
        carrier_minor bigint check (carrier_minor >= 0),
        cooperative_minor bigint check (cooperative_minor >= 0),
        lots_minor bigint check (lots_minor >= 0),
        asked_at timestamptz,
        asked_by text,
        asked_ref text,
        answer text check (answer in ('paid', 'refused', 'none')),
        answered_minor bigint check (answered_minor >= 0),
        answer_words text,
        answered_by text,
        answered_at timestamptz,
        finished_at timestamptz,
        idempotency_key text not null unique,
        input_hash text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint parcel_claim_wish_has_a_mouth check ((wish is null) = (wish_said_by is null)),
        constraint parcel_claim_decided check ((state in ('opened', 'dropped')) or (cause is not null and remedy is not null and decided_by is not null)),
        constraint parcel_claim_done_is_borne check (
          state not in ('done', 'closed') or carrier_minor + cooperative_minor + lots_minor = cost_minor),
        constraint parcel_claim_answered check ((answer is null) = (answered_minor is null) and (answer is null) = (answered_at is null)),
        constraint parcel_claim_paid_something check ((answer = 'paid') = (answered_minor > 0) or answer is null),
        constraint parcel_claim_lots_after_inspection check (cause <> 'carrier' or coalesce(lots_minor, 0) = 0)
      );
      create index parcel_claim_of_cooperative on parcel_claim (cooperative_id, created_at desc, id desc);
      create index parcel_claim_open on parcel_claim (cooperative_id, created_at desc, id desc) where state not in ('dropped', 'closed');
      create index parcel_claim_of_parcel on parcel_claim (parcel_id);
      create index parcel_claim_of_order on parcel_claim (order_id);
      create index parcel_claim_to_close on parcel_claim (id) where state = 'done' and finished_at is not null;

      create table parcel_claim_line (
        claim_id text not null references parcel_claim (id),
        order_line_id text not null,
        title text not null,
        packs bigint not null check (packs > 0),
        pack_units bigint not null check (pack_units > 0),
        pack_g bigint not null,
        primary key (claim_id, order_line_id)
      );

      create table parcel_claim_event (
        id text primary key,
        claim_id text not null references parcel_claim (id),
        cooperative_id text not null,
        act text not null,
        person text not null,
        words text not null,
        at timestamptz not null default clock_timestamp()
      );
      create index parcel_claim_event_of_claim on parcel_claim_event (claim_id, at, id);
      create index parcel_claim_event_of_cooperative on parcel_claim_event (cooperative_id, at desc, id desc);

      create table parcel_claim_photo (
        id text primary key,
        claim_id text not null references parcel_claim (id),
        file text not null,
        source_sha256 text not null,
        width int not null check (width > 0),
        height int not null check (height > 0),
        bytes int not null check (bytes > 0),
        taken_by text not null,
        at timestamptz not null default now(),
        constraint parcel_claim_photo_once unique (claim_id, source_sha256)
      );

      create table parcel_claim_inspection (
        claim_id text primary key references parcel_claim (id),
        finding text not null check (finding in ('carrier', 'packing', 'goods')),
        words text not null,
        person text not null,
        at timestamptz not null default now()
      );

      create table parcel_claim_objection (
        claim_id text not null references parcel_claim (id),
        household_id text not null,
        words text not null,
        person text not null,
        at timestamptz not null default now(),
        primary key (claim_id, household_id)
      );

      -- Who answers for a parcel that left: a short or a claim, and never two at once.
      alter table parcel add column claimed_by text;

      create function claim_record_stands() returns trigger language plpgsql as $$
      begin
        raise exception 'what was written about a claim is not changed afterwards' using errcode = 'restrict_violation';
      end $$;
      ${[
        "parcel_claim_event",
        "parcel_claim_inspection",
        "parcel_claim_objection",
        "parcel_claim_line",
        "claim_carrier_term",
      ]
        .map(
          (table) =>
            `create trigger ${table}_stands before update or delete on ${table} for each row execute function claim_record_stands();`,
        )
        .join("\n")}
    `);
  }

  override down(): void {
    this.addSql(`
      alter table parcel drop column if exists claimed_by;
      drop table if exists parcel_claim_objection, parcel_claim_inspection, parcel_claim_photo, parcel_claim_event, parcel_claim_line,
        parcel_claim, claim_carrier_term, claim_policy cascade;
      drop sequence if exists claim_number;
      drop function if exists claim_record_stands;
    `);
  }
}
