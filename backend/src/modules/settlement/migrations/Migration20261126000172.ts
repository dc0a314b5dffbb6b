import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Price modes of a pool (docs/adr/0025): price pools of a period, their advances, and what each closing gave each lot. */
export class Migration20261126000172 extends Migration {
  override up(): void {
    this.addSql(`
      -- The kinds that other migrations have allowed stay allowed, whichever of them came first.
      do $do$
      declare
        allowed text;
      begin
        select substring(pg_get_constraintdef(oid) from '^CHECK (.*)$') into strict allowed from pg_constraint where conname = 'account_kind_check';
        execute 'alter table account drop constraint account_kind_check';
        execute format('alter table account add constraint account_kind_check check (%s or kind = %L)', allowed, 'price_pool');
        select substring(pg_get_constraintdef(oid) from '^CHECK (.*)$') into strict allowed from pg_constraint where conname = 'journal_kind_check';
        execute 'alter table journal drop constraint journal_kind_check';
        execute format('alter table journal add constraint journal_kind_check check (%s or kind in (%L, %L, %L, %L))', allowed,
                       'advance', 'pool_final', 'reverse_advance', 'reverse_pool_final');
      end $do$;

      -- The cooperative's margin at fixed prices may be below zero: it pays in.
      alter table sale_line_row drop constraint sale_line_row_amount_minor_check;
      alter table sale_line_row add constraint sale_line_row_amount_minor_check
        check (amount_minor <> 0 and (amount_minor > 0 or rule in ('freight_borne', 'packing_borne', 'fixed_margin'))
               and not (amount_minor > 0 and rule in ('freight_borne', 'packing_borne')));

      create table price_pool (
        id text primary key,
        cooperative_id text not null,
        name text not null check (length(name) between 1 and 80),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        from_date date not null,
        to_date date not null,
        advance_bp integer not null check (advance_bp between 0 and 10000),
        state text not null default 'open' check (state in ('open', 'closed')),
        -- How often it was closed; each closing gives the difference to the one before.
        revision integer not null default 0 check (revision >= 0),
        opened_by text not null,
        closed_by text,
        closed_at timestamptz,
        reopened_by text,
        reopened_because text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint price_pool_forward check (from_date <= to_date),
        constraint price_pool_closed check (state = 'open' or (closed_by is not null and revision > 0))
      );
      create index price_pool_of_cooperative on price_pool (cooperative_id, created_at desc, id);

      -- Which stock pools it prices, and how much a kilogram of each grade counts.
      create table price_pool_member (
        price_pool_id text not null references price_pool (id),
        pool_id text not null,
        factor_bp integer not null check (factor_bp between 1 and 100000),
        primary key (price_pool_id, pool_id)
      );
      create index price_pool_member_of_pool on price_pool_member (pool_id);

      create table price_pool_advance (
        lot_id text primary key,
        price_pool_id text not null references price_pool (id),
        household_id text not null,
        amount_minor bigint not null check (amount_minor > 0),
        at timestamptz not null default now()
      );
      create index price_pool_advance_of_pool on price_pool_advance (price_pool_id);

      create table price_pool_share (
        price_pool_id text not null references price_pool (id),
        revision integer not null check (revision > 0),
        lot_id text not null,
        household_id text not null,
        grams bigint not null check (grams >= 0),
        factor_bp integer not null,
        share_minor bigint not null check (share_minor >= 0),
        difference_minor bigint not null,
        -- The advance that this closing nets; once a lot.
        advance_minor bigint not null default 0 check (advance_minor >= 0),
        primary key (price_pool_id, revision, lot_id)
      );
      create unique index price_pool_share_nets_once on price_pool_share (lot_id) where advance_minor > 0;

      -- What a household's next statement takes up: an advance given, a share, an advance netted.
      create table price_pool_entry (
        id text primary key,
        price_pool_id text not null references price_pool (id),
        cooperative_id text not null,
        household_id text not null,
        currency text not null,
        lot_id text not null,
        kind text not null check (kind in ('sale', 'advance')),
        rule text not null check (rule in ('pool_advance', 'pool_share', 'pool_difference', 'advance_netted')),
        grams bigint,
        amount_minor bigint not null check (amount_minor <> 0),
        revision integer not null default 0,
        period_id text references settlement_period (id),
        at timestamptz not null default now(),
        constraint price_pool_entry_once unique (lot_id, revision, rule)
      );
      create index price_pool_entry_to_settle on price_pool_entry (cooperative_id, at) where period_id is null;

      create trigger price_pool_member_append_only before update or delete on price_pool_member for each row execute function ledger_refuse_change();
      create trigger price_pool_advance_append_only before update or delete on price_pool_advance for each row execute function ledger_refuse_change();
      create trigger price_pool_share_append_only before update or delete on price_pool_share for each row execute function ledger_refuse_change();

      create function price_pool_keep_terms() returns trigger language plpgsql as $$
      begin
        raise exception 'price_pool is append-only in its terms: they were told to the households' using errcode = 'restrict_violation';
      end $$;
      create trigger price_pool_terms before update of id, cooperative_id, currency, from_date, to_date, advance_bp on price_pool
        for each row execute function price_pool_keep_terms();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists price_pool_entry, price_pool_share, price_pool_advance, price_pool_member, price_pool cascade;
      drop function if exists price_pool_keep_terms() cascade;
    `);
  }
}
