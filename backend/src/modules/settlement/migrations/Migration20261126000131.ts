import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The money of claims (docs/adr/0023): what a claim costs, who bears it, what the carrier answered. A replacement is a sale that
 * its claim pays for. What lots bear is a deduction of the next statement; taking it back is a second row, below zero.
 */
export class Migration20261126000131 extends Migration {
  override up(): void {
    this.addSql(KINDS("account", "account_kind_check", "'claim', 'claim_loss', 'carrier_paid'"));
    this.addSql(
      KINDS(
        "journal",
        "journal_kind_check",
        "'replacement', 'claim_share', 'claim_answer', 'reverse_replacement', 'reverse_claim_share', 'reverse_claim_answer'",
      ),
    );
    this.addSql(`
      -- The claim that pays for it, in place of a buyer.
      alter table sale add column claim_id text;
      alter table sale add column withdrawn_at timestamptz
        constraint sale_withdrawn_is_of_a_claim check (withdrawn_at is null or (claim_id is not null and posted_at is null));

      -- How what a claim cost was shared, once for each time it was decided.
      create table claim_bearing (
        claim_id text not null,
        attempt int not null check (attempt > 0),
        cooperative_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        cost_minor bigint not null check (cost_minor >= 0),
        carrier_minor bigint not null check (carrier_minor >= 0),
        cooperative_minor bigint not null check (cooperative_minor >= 0),
        lots_minor bigint not null check (lots_minor >= 0),
        answered_minor bigint check (answered_minor >= 0),
        reversed_at timestamptz,
        at timestamptz not null default now(),
        primary key (claim_id, attempt),
        constraint claim_bearing_sums check (carrier_minor + cooperative_minor + lots_minor = cost_minor)
      );

      create table claim_deduction (
        id text primary key,
        claim_id text not null,
        attempt int not null,
        cooperative_id text not null,
        household_id text not null,
        lot_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        -- Below zero: given back.
        amount_minor bigint not null check (amount_minor <> 0),
        period_id text references settlement_period (id),
        at timestamptz not null default now()
      );
      -- Taken once and given back once.
      create unique index claim_deduction_once on claim_deduction (claim_id, attempt, lot_id, (amount_minor > 0));
      create index claim_deduction_of_household on claim_deduction (household_id, at desc);
      create index claim_deduction_to_settle on claim_deduction (cooperative_id, at) where period_id is null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists claim_deduction, claim_bearing;
      alter table sale drop column if exists withdrawn_at, drop column if exists claim_id;
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
