import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The bank's side of payouts by file: which columns its own sheet has (frozen in each batch, so that it is exported
 * again byte for byte), the files it answers with, what each says of which payout, and what did not match.
 */
export class Migration20261126000160 extends Migration {
  override up(): void {
    this.addSql(`
      alter table paying_account add column csv_layout jsonb;
      alter table payout_batch add column csv_layout jsonb;

      -- Null: the file is written and the bank has not answered. The words are BANK_STATES of domain.
      alter table payout add column bank_state text
        constraint payout_bank_state_known check (bank_state in ('accepted', 'paid', 'rejected', 'returned'));
      -- Whether a statement has shown the money leaving.
      alter table payout add column bank_debited boolean not null default false;
      alter table payout add column bank_answered_at timestamptz;
      alter table payout add constraint payout_bank_state_of_bank_file
        check (rail = 'bank_file' or (bank_state is null and not bank_debited));
      -- Re-opened is the household's again, so it is not paid; and what the bank has not refused stands as created.
      alter table payout add constraint payout_bank_state_agrees
        check (bank_state is null or (bank_state in ('rejected', 'returned')) = (state = 'failed'));

      create table bank_answer_file (
        id text primary key,
        cooperative_id text not null,
        kind text not null check (kind in ('pain.002', 'camt.053', 'csv')),
        -- The bank's own number of the message; sheets have none.
        message_id text,
        sha256 text not null,
        name text not null,
        bytes integer not null check (bytes > 0),
        lines integer not null check (lines >= 0),
        moved integer not null check (moved >= 0),
        noted integer not null check (noted >= 0),
        asked integer not null check (asked >= 0),
        read_by text not null,
        created_at timestamptz not null default now(),
        -- The same bytes, or the same message in other bytes, are read once.
        constraint bank_answer_file_once unique (cooperative_id, sha256),
        constraint bank_answer_message_once unique (cooperative_id, kind, message_id)
      );
      create index bank_answer_file_of_cooperative on bank_answer_file (cooperative_id, created_at desc, id desc);
      create trigger bank_answer_file_append_only before update or delete on bank_answer_file
        for each row execute function ledger_refuse_change();

      create table bank_answer (
        file_id text not null references bank_answer_file (id),
        seq integer not null check (seq > 0),
        -- Of the file, where it stands.
        line integer not null check (line > 0),
        payout_id text not null references payout (id),
        fact text not null check (fact in ('accepted', 'settled', 'debited', 'rejected', 'returned')),
        action text not null check (action in ('move', 'note', 'ask')),
        -- Where the payout stood with the bank after this line.
        bank_state text not null check (bank_state in ('sent', 'accepted', 'paid', 'rejected', 'returned')),
        reason_code text,
        reason text,
        primary key (file_id, seq)
      );
      create index bank_answer_of_payout on bank_answer (payout_id);
      create trigger bank_answer_append_only before update or delete on bank_answer
        for each row execute function ledger_refuse_change();

      create table bank_open_item (
        id text primary key,
        cooperative_id text not null,
        file_id text not null references bank_answer_file (id),
        line integer not null check (line > 0),
        kind text not null check (kind in ('unknown_payout', 'unknown_credit', 'wrong_amount', 'wrong_currency', 'not_sent',
          'paid_after_rejected', 'rejected_after_paid', 'account_refused')),
        fact text not null check (fact in ('accepted', 'settled', 'debited', 'rejected', 'returned')),
        -- What the line names, as the bank wrote it; its words beside.
        reference text,
        amount_minor bigint,
        currency text,
        reason_code text,
        reason text,
        payout_id text references payout (id),
        household_id text,
        -- Which account the bank refused: a keyed hash, so that the household's next account is not taken for it.
        account_index text,
        owner text not null,
        opened_at timestamptz not null default now(),
        closed_at timestamptz,
        closed_by text,
        close_reason text,
        constraint bank_open_item_closed_whole check (
          (closed_at is null) = (closed_by is null) and (closed_at is null) = (close_reason is null)),
        constraint bank_open_item_account check ((kind = 'account_refused') = (account_index is not null)),
        constraint bank_open_item_names_household check ((payout_id is null) = (household_id is null))
      );
      create index bank_open_item_list on bank_open_item (cooperative_id, opened_at desc, id desc);
      create index bank_open_item_stops on bank_open_item (household_id)
        where closed_at is null and kind in ('account_refused', 'paid_after_rejected');
      create index bank_open_item_of_payout on bank_open_item (payout_id) where payout_id is not null and closed_at is null;
    `);
    this.addSql(KINDS("account", "account_kind_check", "'bank'"));
    this.addSql(KINDS("journal", "journal_kind_check", "'bank_debit', 'reverse_bank_debit'"));
  }

  override down(): void {
    this.addSql(`
      drop table if exists bank_open_item, bank_answer, bank_answer_file cascade;
      alter table payout drop column if exists bank_state, drop column if exists bank_debited, drop column if exists bank_answered_at;
      alter table payout_batch drop column if exists csv_layout;
      alter table paying_account drop column if exists csv_layout;
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
