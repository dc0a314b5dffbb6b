import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The processor's own account of our money (docs/adr/0033): each movement of its balance once, which journal says the same,
 * and how far it was read. What does not match is in the one list of open items, beside those of the bank.
 */
export class Migration20261126000230 extends Migration {
  override up(): void {
    this.addSql(`
      create table processor_transaction (
        id text primary key,
        processor text not null,
        class text not null check (class in ('charge', 'refund', 'refund_failure', 'transfer', 'transfer_reversal', 'dispute',
          'dispute_reversal', 'payout', 'fee', 'other')),
        -- As the processor calls it.
        category text not null,
        source text,
        -- Of a charge: the payment it belongs to, which is what a sale names.
        payment_ref text,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null,
        fee_minor bigint not null,
        net_minor bigint not null check (net_minor = amount_minor - fee_minor),
        description text,
        at timestamptz not null,
        available_on timestamptz not null,
        read_at timestamptz not null default now()
      );
      create index processor_transaction_list on processor_transaction (at desc, id desc);
      create trigger processor_transaction_append_only before update or delete on processor_transaction
        for each row execute function ledger_refuse_change();
      create trigger processor_transaction_no_truncate before truncate on processor_transaction
        for each statement execute function ledger_refuse_change();

      -- One movement, one journal.
      create table processor_match (
        transaction_id text primary key references processor_transaction (id),
        journal_id text not null unique references journal (id),
        -- Null: matched by the amounts. Otherwise whoever has answered.
        person text,
        at timestamptz not null default now()
      );
      create trigger processor_match_append_only before update or delete on processor_match
        for each row execute function ledger_refuse_change();

      -- Movements that wait for their journal, so that matching looks at these and not at years of them.
      create table processor_unmatched (
        transaction_id text primary key references processor_transaction (id)
      );

      create table processor_cursor (
        processor text primary key,
        -- All movements up to here have been read.
        read_to timestamptz not null,
        -- When the reading last went back a week.
        deep_at timestamptz not null,
        -- Journals up to here have been looked through for movements that never came.
        checked_to timestamptz,
        updated_at timestamptz not null default now()
      );

      create index journal_of_processor on journal (at) where kind in
        ('capture', 'refund', 'reverse_refund', 'payout', 'reverse_payout', 'dispute', 'reverse_dispute');
      create index if not exists sale_of_payment on sale (provider_ref);
      create index if not exists refund_intent_of_ref on refund_intent (refund_ref) where refund_ref is not null;

      -- A transfer that is to be taken back: asked for by one person, let go by another (docs/adr/0033).
      create table payout_reversal (
        id text primary key,
        payout_id text not null references payout (id),
        cooperative_id text not null,
        household_id text not null,
        currency text not null,
        amount_minor bigint not null check (amount_minor > 0),
        -- The transfer it takes back, as the rail calls it.
        transfer_ref text not null,
        reason text not null check (length(reason) between 3 and 500),
        state text not null default 'proposed' check (state in ('proposed', 'dropped', 'intended', 'unknown', 'created', 'failed')),
        proposed_by text not null,
        decided_by text,
        decided_at timestamptz,
        idempotency_key text not null unique,
        called_at timestamptz,
        attempts integer not null default 0,
        provider_ref text unique,
        answer_code text,
        answer text,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint payout_reversal_two_people check (state in ('proposed', 'dropped') or decided_by <> proposed_by),
        constraint payout_reversal_decided check ((state = 'proposed') = (decided_by is null)),
        constraint payout_reversal_done check ((state = 'created') = (provider_ref is not null))
      );
      create unique index payout_reversal_one_live on payout_reversal (payout_id) where state not in ('dropped', 'failed');
      create index payout_reversal_list on payout_reversal (cooperative_id, created_at desc, id desc);
      create index payout_reversal_on_its_way on payout_reversal (updated_at) where state in ('intended', 'unknown');

      alter table bank_open_item alter column file_id drop not null;
      alter table bank_open_item alter column line drop not null;
      alter table bank_open_item alter column fact drop not null;
      alter table bank_open_item add column transaction_id text unique references processor_transaction (id);
      alter table bank_open_item add column journal_id text unique references journal (id);
      alter table bank_open_item add constraint bank_open_item_has_source check (
        (file_id is null) = (coalesce(transaction_id, journal_id) is not null) and (file_id is null) = (line is null) and (file_id is null) = (fact is null));
    `);
    this.addSql(KINDS("bank_open_item", "bank_open_item_kind_check", "'unknown_transaction', 'missing_transaction'"));
    this.addSql(
      KINDS(
        "journal",
        "journal_kind_check",
        "'processor_payout', 'reverse_processor_payout', 'processor_adjustment', 'reverse_processor_adjustment'",
      ),
    );
  }

  override down(): void {
    this.addSql(`
      delete from bank_open_item where file_id is null;
      alter table bank_open_item drop constraint if exists bank_open_item_has_source;
      alter table bank_open_item drop column if exists transaction_id, drop column if exists journal_id;
      drop index if exists journal_of_processor;
      drop table if exists payout_reversal, processor_unmatched, processor_match, processor_cursor, processor_transaction cascade;
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
