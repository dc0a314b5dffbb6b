import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Commissions are paid out (docs/adr/0066). commission_run: a cooperative pays what it owes agents, asked for by one person and approved by
 * another; commission_statement: what of it is one agent's; commission_line: which entry of the ledger it pays, one living statement an entry. Payouts,
 * batches and what banks ask about are a household's or an agent's.
 */
export class Migration20261128000685 extends Migration {
  override up(): void {
    this.addSql(`
      create sequence commission_run_number;
      create sequence commission_statement_number;
      create table commission_run (
        id text primary key,
        number text not null unique default 'CR' || lpad(nextval('commission_run_number')::text, 6, '0'),
        cooperative_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        state text not null default 'requested' check (state in ('requested', 'approved', 'called_off')),
        requested_by text not null,
        requested_at timestamptz not null default now(),
        approved_by text,
        approved_at timestamptz,
        called_off_by text,
        called_off_at timestamptz,
        constraint commission_run_approved check (
          (state = 'approved') = (approved_by is not null) and (approved_by is null) = (approved_at is null)),
        constraint commission_run_called_off check (
          (state = 'called_off') = (called_off_by is not null) and (called_off_by is null) = (called_off_at is null)),
        constraint commission_run_two_people check (approved_by is distinct from requested_by)
      );
      create unique index commission_run_waiting on commission_run (cooperative_id, currency) where state = 'requested';
      create index commission_run_of on commission_run (cooperative_id, requested_at desc, id desc);

      create table commission_statement (
        id text primary key,
        number text not null unique default 'CS' || lpad(nextval('commission_statement_number')::text, 6, '0'),
        run_id text not null references commission_run (id),
        cooperative_id text not null,
        agent_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null check (amount_minor > 0),
        -- Why it is not paid after all: its entries are owed again, and the next run takes them up.
        freed_because text,
        freed_at timestamptz,
        created_at timestamptz not null default now(),
        constraint commission_statement_once unique (run_id, agent_id),
        constraint commission_statement_freed check ((freed_at is null) = (freed_because is null))
      );
      create index commission_statement_of_agent on commission_statement (agent_id, created_at desc, id desc);

      create table commission_line (
        statement_id text not null references commission_statement (id),
        seq integer not null check (seq > 0),
        journal_id text not null references journal (id),
        order_id text not null,
        order_line_id text not null,
        at timestamptz not null,
        -- Of a sale: what the commission was reckoned of, and at which rate. What went back with a refund is a part of the commission itself.
        base_minor bigint,
        rate_bp integer check (rate_bp between 0 and 10000),
        amount_minor bigint not null check (amount_minor <> 0),
        freed_at timestamptz,
        primary key (statement_id, seq),
        constraint commission_line_of_sale check (amount_minor < 0 or (base_minor is not null and rate_bp is not null))
      );
      -- No entry is paid twice, whatever is run twice.
      create unique index commission_line_once on commission_line (journal_id) where freed_at is null;

      alter table payout_batch alter column period_id drop not null;
      alter table payout_batch add column commission_run_id text references commission_run (id);
      alter table payout_batch add constraint payout_batch_of_one check (num_nonnulls(period_id, commission_run_id) = 1);
      create unique index payout_batch_of_run on payout_batch (commission_run_id, rail, currency) where commission_run_id is not null;

      alter table payout alter column statement_id drop not null;
      alter table payout alter column period_id drop not null;
      alter table payout alter column household_id drop not null;
      alter table payout add column agent_id text;
      alter table payout add column commission_statement_id text references commission_statement (id);
      alter table payout add constraint payout_of_one check (
        num_nonnulls(statement_id, period_id, household_id) in (0, 3) and num_nonnulls(agent_id, commission_statement_id) in (0, 2)
        and num_nonnulls(household_id, agent_id) = 1);
      alter table payout add constraint payout_of_agent_by_bank check (agent_id is null or rail = 'bank_file');
      create unique index payout_of_commission on payout (commission_statement_id) where commission_statement_id is not null;
      create index payout_of_agent on payout (agent_id, created_at desc) where agent_id is not null;

      alter table bank_open_item add column agent_id text;
      alter table bank_open_item drop constraint bank_open_item_names_household;
      alter table bank_open_item add constraint bank_open_item_names_payee check (num_nonnulls(household_id, agent_id) = num_nonnulls(payout_id));
      create index bank_open_item_stops_agent on bank_open_item (agent_id)
        where agent_id is not null and closed_at is null and kind in ('account_refused', 'paid_after_rejected');
    `);
  }

  /** Households' payouts alone again; refused by the table while there are agents'. */
  override down(): void {
    this.addSql(`
      alter table bank_open_item drop constraint bank_open_item_names_payee, drop column agent_id;
      alter table bank_open_item add constraint bank_open_item_names_household check ((payout_id is null) = (household_id is null));
      alter table payout drop constraint payout_of_one, drop constraint payout_of_agent_by_bank, drop column agent_id, drop column commission_statement_id;
      alter table payout alter column statement_id set not null, alter column period_id set not null, alter column household_id set not null;
      alter table payout_batch drop constraint payout_batch_of_one, drop column commission_run_id;
      alter table payout_batch alter column period_id set not null;
      drop table if exists commission_line, commission_statement, commission_run;
      drop sequence if exists commission_statement_number, commission_run_number;
    `);
  }
}
