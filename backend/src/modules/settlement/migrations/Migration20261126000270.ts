import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** The year-end patronage refund, and who is a member with which shares (docs/adr/0034). */
export class Migration20261126000270 extends Migration {
  override up(): void {
    this.addSql(KINDS("account", "account_kind_check", `'surplus_shared'`));
    this.addSql(KINDS("journal", "journal_kind_check", `'patronage', 'reverse_patronage'`));
    this.addSql(`
      -- What happened to a household as a member: joined, left, paid share capital in, got it back. Without a row it is a member
      -- of its cooperative since it was registered.
      create table member_entry (
        id text primary key,
        cooperative_id text not null,
        household_id text not null,
        kind text not null check (kind in ('joined', 'left', 'paid_in', 'paid_back')),
        currency text,
        amount_minor bigint,
        on_day date not null,
        words text not null,
        person text not null,
        idempotency_key text not null,
        at timestamptz not null default now(),
        constraint member_entry_money check ((kind in ('paid_in', 'paid_back')) = (amount_minor is not null)
          and (amount_minor is null) = (currency is null) and (amount_minor is null or amount_minor > 0)),
        constraint member_entry_once unique (cooperative_id, idempotency_key)
      );
      create index member_entry_of_household on member_entry (household_id, at desc, id desc);
      create index member_entry_standing on member_entry (cooperative_id, household_id, on_day) where kind in ('joined', 'left');
      create trigger member_entry_append_only before update or delete on member_entry for each row execute function ledger_refuse_change();

      create table patronage_run (
        id text primary key,
        cooperative_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        year integer not null check (year between 2000 and 9999),
        time_zone text not null,
        basis text not null check (basis in ('weight', 'value')),
        share_bp integer not null check (share_bp between 1 and 10000),
        -- The year's surplus by the ledger, as the maker saw it; what of it the assembly distributes; the part given back by patronage.
        surplus_minor bigint not null,
        distributable_minor bigint not null check (distributable_minor > 0),
        refund_minor bigint not null check (refund_minor > 0),
        total_units bigint not null check (total_units > 0),
        households integer not null check (households > 0),
        words text not null,
        state text not null default 'proposed' check (state in ('proposed', 'posted', 'dropped', 'reversed')),
        proposed_by text not null,
        at timestamptz not null default now(),
        decided_by text,
        decided_at timestamptz,
        decided_words text,
        reversal_asked_by text,
        reversal_asked_at timestamptz,
        reversal_words text,
        reversed_by text,
        reversed_at timestamptz,
        constraint patronage_run_within check (refund_minor <= distributable_minor),
        constraint patronage_run_decided check ((state = 'proposed') = (decided_by is null)),
        -- Maker is not checker, and whoever asks for a reversal does not confirm it.
        constraint patronage_run_two_people check (state in ('proposed', 'dropped') or decided_by <> proposed_by),
        constraint patronage_run_reversed check ((state = 'reversed') = (reversed_by is not null)),
        constraint patronage_run_reversal_two check (reversed_by is null or (reversal_asked_by is not null and reversed_by <> reversal_asked_by))
      );
      -- A year is refunded once; again only after it was reversed.
      create unique index patronage_run_once on patronage_run (cooperative_id, year, currency) where state in ('proposed', 'posted');
      create index patronage_run_list on patronage_run (cooperative_id, at desc, id desc);

      -- What each household brought and gets, as it was shown to both people.
      create table patronage_share (
        run_id text not null references patronage_run (id),
        household_id text not null,
        member boolean not null,
        grams bigint not null,
        value_minor bigint not null,
        units bigint not null check (units >= 0),
        amount_minor bigint not null check (amount_minor >= 0),
        primary key (run_id, household_id),
        constraint patronage_share_members check (member or amount_minor = 0)
      );
      create index patronage_share_of_household on patronage_share (household_id, run_id);
      create trigger patronage_share_append_only before update or delete on patronage_share for each row execute function ledger_refuse_change();

      -- What a household's next statement takes up.
      create table patronage_entry (
        id text primary key,
        run_id text not null references patronage_run (id),
        cooperative_id text not null,
        household_id text not null,
        currency text not null,
        rule text not null check (rule in ('patronage', 'patronage_reversed')),
        amount_minor bigint not null check ((rule = 'patronage') = (amount_minor > 0) and amount_minor <> 0),
        period_id text references settlement_period (id),
        at timestamptz not null default now(),
        constraint patronage_entry_once unique (run_id, household_id, rule)
      );
      create index patronage_entry_to_settle on patronage_entry (cooperative_id, at) where period_id is null;
      create index patronage_entry_of_period on patronage_entry (period_id) where period_id is not null;

      create function patronage_keep_terms() returns trigger language plpgsql as $$
      begin
        raise exception 'patronage_run is append-only in its terms: a second person has seen them' using errcode = 'restrict_violation';
      end $$;
      create trigger patronage_run_terms before update of id, cooperative_id, currency, year, basis, share_bp, surplus_minor, distributable_minor,
        refund_minor, total_units, households, proposed_by on patronage_run for each row execute function patronage_keep_terms();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists patronage_entry, patronage_share, patronage_run, member_entry cascade;
      drop function if exists patronage_keep_terms() cascade;
    `);
  }
}

/** Adds words to the list of a CHECK, whatever other migrations have added to it before. */
const KINDS = (table: string, constraint: string, added: string): string => `
  do $$
  declare
    known text;
  begin
    select string_agg(distinct quote_literal(word[1]), ', ') into known
    from regexp_matches((select pg_get_constraintdef(oid) from pg_constraint
                         where conname = '${constraint}' and conrelid = '${table}'::regclass), '''([a-z_]+)''', 'g') as word;
    execute 'alter table ${table} drop constraint ${constraint}';
    execute format('alter table ${table} add constraint ${constraint} check (kind in (%s, %s))', known, $kinds$${added}$kinds$);
  end $$;`;
