import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Paid by bank transfer (docs/adr/0052). proforma: what a company is to transfer for one cart, with the account as it was then. bank_statement:
 * files that were read. transfer_line: money that came, once whichever statement shows it, or that a refund of such an order gives back;
 * transfer_use: what of it pays which proforma, was sent back, or is no buyer's (`other`). What of a line is used by nothing waits for a person. sale.processor: where
 * the money of a sale lies.
 */
export class Migration20261127000530 extends Migration {
  override up(): void {
    this.addSql(`
      do $do$
      declare
        allowed text;
      begin
        select substring(pg_get_constraintdef(oid) from '^CHECK (.*)$') into strict allowed from pg_constraint where conname = 'journal_kind_check';
        execute 'alter table journal drop constraint journal_kind_check';
        execute format('alter table journal add constraint journal_kind_check check (%s or kind in (%L, %L, %L, %L))', allowed,
                       'transfer_in', 'transfer_returned', 'reverse_transfer_in', 'reverse_transfer_returned');
      end $do$;

      alter table sale add column processor text not null default 'stripe';

      create sequence proforma_number start 1001;
      create table proforma (
        id text primary key,
        number bigint not null unique,
        reference text not null unique,
        cooperative_id text not null,
        company_id text not null,
        company text not null,
        quote_id text not null,
        quote_number text not null,
        cart_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null check (amount_minor > 0),
        account jsonb not null,
        due_at timestamptz not null,
        state text not null default 'open' check (state in ('open', 'paid', 'ordered', 'lapsed', 'void')),
        because text,
        session_id text unique,
        order_id text unique,
        issued_by text not null,
        issued_at timestamptz not null default now(),
        paid_at timestamptz,
        ended_at timestamptz,
        constraint proforma_ended check ((ended_at is not null) = (state in ('ordered', 'lapsed', 'void'))),
        constraint proforma_ordered check (state <> 'ordered' or order_id is not null),
        constraint proforma_off check ((because is not null) = (state in ('lapsed', 'void')))
      );
      create unique index proforma_live on proforma (cart_id) where state in ('open', 'paid', 'ordered');
      create index proforma_of_company on proforma (company_id, issued_at desc, id desc);
      create index proforma_of_cooperative on proforma (cooperative_id, issued_at desc, id desc);
      create index proforma_open on proforma (due_at) where state = 'open';

      create table bank_statement (
        id text primary key,
        cooperative_id text not null,
        kind text not null check (kind in ('camt.053', 'csv')),
        sha256 text not null,
        name text not null,
        lines int not null,
        read_by text not null,
        created_at timestamptz not null default now(),
        finished_at timestamptz,
        constraint bank_statement_once unique (cooperative_id, sha256)
      );
      create index bank_statement_newest on bank_statement (cooperative_id, created_at desc, id desc);

      create table transfer_line (
        id text primary key,
        cooperative_id text not null,
        source text not null check (source in ('bank', 'refund')),
        -- The bank's own name of the entry where it gives one.
        line_key text not null,
        statement_id text references bank_statement (id),
        booked_on date not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null check (amount_minor > 0),
        payer text not null,
        words text not null,
        -- Why what is left of it waits; null: it was matched whole.
        why text check (why in ('no_reference', 'unknown_reference', 'several_references', 'wrong_currency', 'paid_already', 'void', 'over', 'refund')),
        suggestions text[] not null default '{}',
        company_id text,
        kept_at timestamptz,
        kept_by text,
        kept_words text,
        created_at timestamptz not null default now(),
        constraint transfer_line_once unique (cooperative_id, line_key),
        constraint transfer_line_kept check (num_nonnulls(kept_at, kept_by, kept_words) in (0, 3)),
        constraint transfer_line_shown check ((source = 'bank') = (statement_id is not null))
      );
      create index transfer_line_newest on transfer_line (cooperative_id, created_at desc, id desc);
      create index transfer_line_of_statement on transfer_line (statement_id) where statement_id is not null;

      create table transfer_use (
        id text primary key,
        line_id text not null references transfer_line (id),
        kind text not null check (kind in ('proforma', 'returned', 'other')),
        proforma_id text references proforma (id),
        amount_minor bigint not null check (amount_minor > 0),
        -- Null: its reference matched.
        person text,
        words text not null default '',
        at timestamptz not null default now(),
        undone_at timestamptz,
        constraint transfer_use_of check ((kind = 'proforma') = (proforma_id is not null)),
        constraint transfer_use_returned check (kind = 'proforma' or (person is not null and undone_at is null))
      );
      create index transfer_line_kept_at on transfer_line (cooperative_id, kept_at desc, id desc) where kept_at is not null;
      create index transfer_use_of_line on transfer_use (line_id);
      create index transfer_use_of_proforma on transfer_use (proforma_id) where proforma_id is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists transfer_use, transfer_line, bank_statement, proforma;
      drop sequence if exists proforma_number;
      alter table sale drop column if exists processor;
    `);
  }
}
