import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * agreement: a season's price and volume between a company and one cooperative; `version` is the last one, `end_asked_by` the side that would
 * end it early. agreement_version: what was proposed, with the PDF that is signed and its hash; agreement_line and agreement_step: its goods and
 * their ladders; agreement_signature: who signed which hash; agreement_event: who did what; agreement_call_off (and its lines): which quotes are
 * orders under it, so that what is drawn is read from them. All but the first append-only. A quote may have one pack at several prices: a call-off
 * that crosses a step of its ladder.
 */
export class Migration20261128000610 extends Migration {
  override up(): void {
    this.addSql(`
      create sequence agreement_number start 1001;
      create table agreement (
        id text primary key,
        number text not null unique,
        company_id text not null references company (id),
        cooperative_id text not null,
        state text not null default 'proposed' check (state in ('proposed', 'active', 'ended', 'ended_early', 'dropped')),
        version int not null default 1 check (version between 1 and 50),
        by text not null check (by in ('buyer', 'seller')),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        end_asked_by text check (end_asked_by in ('buyer', 'seller')),
        ended_at timestamptz,
        idempotency_key text not null,
        input_hash text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint agreement_once unique (company_id, cooperative_id, idempotency_key),
        constraint agreement_ended check ((ended_at is not null) = (state in ('ended', 'ended_early', 'dropped')))
      );
      create index agreement_of_company on agreement (company_id, created_at desc, id desc);
      create index agreement_of_cooperative on agreement (cooperative_id, created_at desc, id desc);
      create index agreement_open on agreement (state) where ended_at is null;

      create table agreement_version (
        agreement_id text not null references agreement (id),
        version int not null,
        by text not null check (by in ('buyer', 'seller')),
        person text not null,
        from_day date not null,
        to_day date not null,
        minimum_packs int not null check (minimum_packs > 0),
        notice_days int not null check (notice_days between 0 and 90),
        shortfall text not null check (shortfall in ('in_proportion', 'first_come', 'ask')),
        freight_minor bigint not null check (freight_minor >= 0),
        freight_bearer text not null check (freight_bearer in ('buyer', 'cooperative', 'shared')),
        freight_buyer_bp int check (freight_buyer_bp between 0 and 10000),
        terms jsonb not null,
        words text not null default '',
        pdf bytea not null,
        sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
        created_at timestamptz not null,
        primary key (agreement_id, version),
        constraint agreement_version_paper unique (agreement_id, version, sha256),
        constraint agreement_version_hash check (encode(sha256(pdf), 'hex') = sha256),
        constraint agreement_version_season check (from_day <= to_day),
        constraint agreement_version_shared check ((freight_bearer = 'shared') = (freight_buyer_bp is not null))
      );
      create table agreement_line (
        agreement_id text not null,
        version int not null,
        position int not null,
        product_id text not null,
        variant_id text not null,
        pool_id text not null,
        title jsonb not null,
        pack jsonb not null,
        grade text not null,
        unit text not null check (unit in ('g', 'piece')),
        units_per_pack bigint not null check (units_per_pack > 0),
        packs int not null check (packs > 0),
        primary key (agreement_id, version, position),
        foreign key (agreement_id, version) references agreement_version (agreement_id, version),
        constraint agreement_line_once unique (agreement_id, version, variant_id)
      );
      create index agreement_line_of_pool on agreement_line (pool_id, agreement_id, version);
      create table agreement_step (
        agreement_id text not null,
        version int not null,
        position int not null,
        from_packs int not null check (from_packs >= 0),
        price_minor bigint not null check (price_minor > 0),
        primary key (agreement_id, version, position, from_packs),
        foreign key (agreement_id, version, position) references agreement_line (agreement_id, version, position)
      );
      create table agreement_signature (
        agreement_id text not null,
        version int not null,
        side text not null check (side in ('buyer', 'seller')),
        person text not null,
        -- Of their mail address, by which one human being on both sides is known.
        person_key text not null,
        name text not null check (name <> ''),
        sha256 text not null,
        signed_at timestamptz not null,
        primary key (agreement_id, version, side),
        -- Only what the version's paper hashes to can be signed.
        foreign key (agreement_id, version, sha256) references agreement_version (agreement_id, version, sha256),
        constraint agreement_signature_by_two unique (agreement_id, version, person_key)
      );
      create table agreement_event (
        id text primary key,
        agreement_id text not null references agreement (id),
        at timestamptz not null default clock_timestamp(),
        by text not null check (by in ('buyer', 'seller', 'system')),
        person text,
        act text not null,
        version int not null,
        words text not null default ''
      );
      create index agreement_event_of on agreement_event (agreement_id, at, id);

      create table agreement_call_off (
        quote_id text primary key references quote (id),
        agreement_id text not null,
        version int not null,
        called_at timestamptz not null default clock_timestamp(),
        foreign key (agreement_id, version) references agreement_version (agreement_id, version)
      );
      create index agreement_call_off_of on agreement_call_off (agreement_id, called_at desc, quote_id);
      create table agreement_call_off_line (
        quote_id text not null references agreement_call_off (quote_id),
        variant_id text not null,
        packs int not null check (packs > 0),
        primary key (quote_id, variant_id)
      );

      alter table quote add column agreement_id text references agreement (id);
      create index quote_of_agreement on quote (agreement_id) where agreement_id is not null;
      create index quote_waiting_call_off on quote (created_at, id) where agreement_id is not null and ended_at is null;
      alter table quote_line drop constraint quote_line_once;
      alter table quote_line add constraint quote_line_once unique nulls not distinct (quote_id, version, variant_id, price_minor);

      create function agreement_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
      end $$;
      ${APPEND_ONLY.map(
        (table) => `
      create trigger ${table}_append_only before update or delete on ${table} for each row execute function agreement_refuse_change();
      create trigger ${table}_kept before truncate on ${table} for each statement execute function agreement_refuse_change();`,
      ).join("")}
    `);
  }

  /** The narrower rule for a quote's lines does not come back: a call-off may have one pack at two prices by then, and nothing is lost by it. */
  override down(): void {
    this.addSql(`
      alter table quote drop column if exists agreement_id;
      drop table if exists agreement_call_off_line, agreement_call_off, agreement_event, agreement_signature, agreement_step, agreement_line,
        agreement_version, agreement;
      drop sequence if exists agreement_number;
      drop function if exists agreement_refuse_change();
    `);
  }
}

const APPEND_ONLY = [
  "agreement_version",
  "agreement_line",
  "agreement_step",
  "agreement_signature",
  "agreement_event",
  "agreement_call_off",
  "agreement_call_off_line",
] as const;
