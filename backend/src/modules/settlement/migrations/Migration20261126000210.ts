import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Clawbacks (docs/adr/0031): what a household owes for goods found bad after it was paid, each part of it that a statement
 * gave, how much of a payout may go there, and what the cooperative has set aside meanwhile.
 */
export class Migration20261126000210 extends Migration {
  override up(): void {
    this.addSql(KINDS("account", "account_kind_check", "'reserve', 'reserve_bridge', 'dispute'"));
    this.addSql(
      KINDS(
        "journal",
        "journal_kind_check",
        `'clawback_take', 'clawback_waive', 'reserve_set_aside', 'refund_divided', 'dispute', 'dispute_lost',
         'reverse_clawback_take', 'reverse_clawback_waive', 'reverse_reserve_set_aside', 'reverse_refund_divided', 'reverse_dispute', 'reverse_dispute_lost'`,
      ),
    );
    this.addSql(`
      alter table claim_bearing add column later_minor bigint not null default 0
        constraint claim_bearing_later_within check (0 <= later_minor and later_minor <= lots_minor);

      create table clawback (
        id text primary key,
        claim_id text not null,
        attempt int not null check (attempt > 0),
        cooperative_id text not null,
        household_id text not null,
        lot_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null check (amount_minor > 0),
        taken_minor bigint not null default 0,
        -- Open; done: taken whole; waived: the reserve bears it; reversed: the claim itself was taken back.
        state text not null default 'open' check (state in ('open', 'done', 'waived', 'reversed')),
        at timestamptz not null default now(),
        closed_at timestamptz,
        closed_by text,
        close_reason text,
        constraint clawback_once unique (claim_id, attempt, lot_id),
        constraint clawback_taken_within check (0 <= taken_minor and taken_minor <= amount_minor),
        constraint clawback_done_whole check ((state = 'done') = (taken_minor = amount_minor)),
        constraint clawback_closed check ((state = 'open') = (closed_at is null))
      );
      create index clawback_of_household on clawback (household_id, at desc, id desc);
      create index clawback_list on clawback (cooperative_id, at desc, id desc);
      create index clawback_open on clawback (cooperative_id, household_id) where state = 'open';

      create table clawback_take (
        id text primary key,
        clawback_id text not null references clawback (id),
        period_id text not null references settlement_period (id),
        household_id text not null,
        currency text not null,
        lot_id text not null,
        amount_minor bigint not null check (amount_minor > 0),
        at timestamptz not null default now(),
        -- Given back since: the claim was taken back, or an objection was upheld.
        given_back_at timestamptz,
        -- A statement takes of each clawback once.
        constraint clawback_take_once unique (clawback_id, period_id)
      );
      create index clawback_take_of_period on clawback_take (period_id, household_id);

      -- Given back to the household, until a statement shows it.
      create table clawback_return (
        take_id text primary key references clawback_take (id),
        cooperative_id text not null,
        household_id text not null,
        currency text not null,
        lot_id text not null,
        amount_minor bigint not null check (amount_minor > 0),
        period_id text references settlement_period (id),
        at timestamptz not null default now()
      );
      create index clawback_return_to_settle on clawback_return (cooperative_id, at) where period_id is null;

      create table clawback_cap (
        id text primary key,
        cooperative_id text not null,
        version int not null check (version > 0),
        cap_bp int not null check (cap_bp between 0 and 5000),
        state text not null default 'proposed' check (state in ('proposed', 'in_force', 'dropped')),
        reason text not null,
        proposed_by text not null,
        at timestamptz not null default now(),
        decided_by text,
        decided_at timestamptz,
        constraint clawback_cap_version unique (cooperative_id, version),
        constraint clawback_cap_decided check ((state = 'proposed') = (decided_by is null)),
        constraint clawback_cap_two_people check (state <> 'in_force' or decided_by <> proposed_by)
      );
      create unique index clawback_cap_one_proposal on clawback_cap (cooperative_id) where state = 'proposed';

      create table reserve_move (
        id text primary key,
        cooperative_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        -- Below zero: taken out again.
        amount_minor bigint not null check (amount_minor <> 0),
        words text not null,
        person text not null,
        idempotency_key text not null,
        at timestamptz not null default now(),
        constraint reserve_move_once unique (cooperative_id, idempotency_key)
      );
      create index reserve_move_list on reserve_move (cooperative_id, at desc, id desc);
      create trigger reserve_move_append_only before update or delete on reserve_move for each row execute function ledger_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists reserve_move, clawback_cap, clawback_return, clawback_take, clawback cascade;
      alter table claim_bearing drop column if exists later_minor;
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
