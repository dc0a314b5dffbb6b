import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Settlement periods, statements and payouts. */
export class Migration20261122000032 extends Migration {
  override up(): void {
    this.addSql(`
      create table settlement_period (
        id text primary key,
        cooperative_id text not null,
        from_date date not null,
        to_date date not null,
        -- Where "the end of the last day" is.
        time_zone text not null default 'Asia/Shanghai',
        state text not null default 'open' check (state in ('open', 'settling', 'settled', 'approved', 'paid')),
        opened_by text not null,
        requested_by text,
        requested_at timestamptz,
        settled_at timestamptz,
        approved_by text,
        approved_at timestamptz,
        paid_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint settlement_period_once unique (cooperative_id, from_date, to_date),
        constraint settlement_period_forward check (from_date <= to_date),
        constraint settlement_period_requested check (state = 'open' or requested_by is not null),
        -- Maker is not checker.
        constraint settlement_period_two_people check (approved_by is null or approved_by <> requested_by),
        constraint settlement_period_approved check ((state in ('approved', 'paid')) = (approved_by is not null))
      );
      alter table sale_line add constraint sale_line_period foreign key (period_id) references settlement_period (id);

      create table statement (
        id text primary key,
        number text not null unique,
        period_id text not null references settlement_period (id),
        cooperative_id text not null,
        household_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        brought_forward_minor bigint not null,
        gross_minor bigint not null,
        deductions_minor bigint not null,
        advances_minor bigint not null,
        net_minor bigint not null,
        -- Paid since, and handed on to a later statement since.
        paid_minor bigint not null default 0 check (paid_minor >= 0),
        carried_minor bigint not null default 0,
        remaining_minor bigint generated always as (net_minor - paid_minor - carried_minor) stored,
        -- Why nothing was paid of it when the period was approved.
        not_paid_because text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint statement_once unique (period_id, household_id, currency),
        constraint statement_adds_up check (net_minor = brought_forward_minor + gross_minor - deductions_minor - advances_minor),
        constraint statement_not_overpaid check (paid_minor <= greatest(net_minor, 0))
      );
      create sequence statement_number;
      create index statement_of_household on statement (household_id, created_at desc);
      create index statement_with_rest on statement (cooperative_id) where remaining_minor <> 0;

      create table statement_line (
        statement_id text not null references statement (id),
        seq integer not null check (seq > 0),
        kind text not null check (kind in ('brought_forward', 'sale', 'deduction', 'advance', 'payout')),
        rule text not null,
        amount_minor bigint not null,
        sale_line_id text references sale_line (id),
        order_line_id text,
        lot_id text,
        grams bigint,
        from_statement_id text references statement (id),
        primary key (statement_id, seq),
        constraint statement_line_source check ((kind = 'brought_forward') = (from_statement_id is not null)),
        -- A share of a line is stated once, whatever is run twice.
        constraint statement_line_once unique (sale_line_id, lot_id, kind, rule)
      );

      create table payout_batch (
        id text primary key,
        number text not null unique,
        period_id text not null references settlement_period (id),
        cooperative_id text not null,
        rail text not null check (rail in ('bank_file', 'stripe', 'cash')),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        payouts integer not null check (payouts > 0),
        total_minor bigint not null check (total_minor > 0),
        state text not null default 'open' check (state in ('open', 'exported', 'done')),
        -- Bank file: who pays, and on which day; as they were when the second person approved.
        debtor jsonb,
        execution_date date not null,
        file_sha256 text,
        exported_at timestamptz,
        approved_by text not null,
        created_at timestamptz not null default date_trunc('second', now()),
        updated_at timestamptz not null default now(),
        constraint payout_batch_once unique (period_id, rail, currency),
        constraint payout_batch_bank_has_debtor check (rail <> 'bank_file' or debtor is not null)
      );
      create sequence payout_batch_number;
      create index payout_batch_of_cooperative on payout_batch (cooperative_id, created_at desc);

      create table payout (
        id text primary key,
        batch_id text not null references payout_batch (id),
        statement_id text not null references statement (id),
        period_id text not null references settlement_period (id),
        cooperative_id text not null,
        household_id text not null,
        currency text not null,
        amount_minor bigint not null check (amount_minor > 0),
        rail text not null check (rail in ('bank_file', 'stripe', 'cash')),
        state text not null default 'intended' check (state in ('intended', 'created', 'failed', 'unknown')),
        -- Name, account and bank as they were at approval: a later change of account does not redirect this payout.
        account jsonb not null,
        idempotency_key text not null unique,
        -- When the key was first used. Stripe forgets keys after 24 h; from 23 h on we only look up, then take a new one.
        called_at timestamptz,
        attempts integer not null default 0,
        provider_ref text unique,
        reason text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create unique index payout_one_live_per_statement on payout (statement_id) where state <> 'failed';
      create index payout_of_batch on payout (batch_id, id);
      create index payout_of_household on payout (household_id, created_at desc);
      create index payout_on_its_way on payout (state, updated_at) where state in ('intended', 'unknown');
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists payout, payout_batch, statement_line, statement cascade;
      alter table sale_line drop constraint if exists sale_line_period;
      drop table if exists settlement_period cascade;
      drop sequence if exists statement_number, payout_batch_number;
    `);
  }
}
