import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * addressee_sheet: a sheet of addressees that a company works on; its counts are kept with it, so that its page costs the same for ten lines
 * and a hundred thousand. addressee_sheet_file: what was brought, until it has been read. addressee_sheet_line: every line as it was written
 * beside what it came to, wrong ones too. What is asked for becomes an addressee_list of the company, in the transaction of its quote.
 */
export class Migration20261128000630 extends Migration {
  override up(): void {
    this.addSql(`
      alter table addressee_list add column company_id text references company (id);
      alter table addressee_list add constraint addressee_list_one_owner check (company_id is null or customer_id is null);
      alter table addressee add column message text not null default '';
      create index quote_of_addressees on quote (addressee_list_id) where addressee_list_id is not null;

      create table addressee_sheet (
        id text primary key,
        company_id text not null references company (id),
        member_id text not null references company_member (id),
        title text not null,
        state text not null check (state in ('columns', 'reading', 'checked', 'refused', 'asked', 'forgotten')),
        first_rows jsonb not null,
        columns jsonb,
        has_head boolean not null default true,
        packs_each int check (packs_each between 1 and 1000),
        -- About so many rows, as the file says itself.
        rows_said int,
        -- The row of the file that was read last: whoever goes on begins behind it.
        read_to int not null default 0,
        fault text check (fault in ('empty', 'unreadable', 'too_large', 'too_many', 'formula')),
        fault_cell text,
        lines int not null default 0 check (lines between 0 and 100000),
        wrong int not null default 0 check (wrong >= 0),
        repeats int not null default 0 check (repeats >= 0),
        left_out int not null default 0 check (left_out >= 0),
        addressees int not null default 0 check (addressees >= 0),
        packs_total bigint not null default 0 check (packs_total >= 0),
        keep_repeats boolean not null default true,
        list_id text references addressee_list (id),
        quote_id text references quote (id),
        idempotency_key text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        -- When it was last looked at whether its people can be forgotten.
        looked_at timestamptz,
        forgotten_at timestamptz,
        forgotten_by text,
        constraint addressee_sheet_once unique (company_id, idempotency_key),
        constraint addressee_sheet_asked check ((state <> 'asked') or num_nonnulls(list_id, quote_id) = 2),
        constraint addressee_sheet_refused check ((state = 'refused') = (fault is not null)),
        constraint addressee_sheet_forgotten check ((state = 'forgotten') = (forgotten_at is not null))
      );
      create index addressee_sheet_of_company on addressee_sheet (company_id, created_at desc, id desc);
      create index addressee_sheet_kept on addressee_sheet (state, updated_at) where state <> 'forgotten';

      create table addressee_sheet_file (
        sheet_id text primary key references addressee_sheet (id),
        bytes bytea not null
      );

      create table addressee_sheet_line (
        sheet_id text not null references addressee_sheet (id),
        line int not null check (line > 0),
        name text not null,
        phone text not null,
        province text not null,
        city text not null,
        address text not null,
        packs_written text not null,
        message text not null,
        province_code text,
        packs int,
        faults jsonb not null check (jsonb_typeof(faults) = 'array'),
        -- What it has in common with others that go to the same person at the same door.
        same text not null,
        repeat_of int,
        left_out boolean not null default false,
        primary key (sheet_id, line),
        constraint addressee_sheet_line_right check (faults <> '[]' or (province_code is not null and packs between 1 and 1000))
      );
      create index addressee_sheet_line_wrong on addressee_sheet_line (sheet_id, line) where faults <> '[]' and not left_out;
      create index addressee_sheet_line_repeated on addressee_sheet_line (sheet_id, line) where repeat_of is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists addressee_sheet_line, addressee_sheet_file, addressee_sheet;
      drop index if exists quote_of_addressees;
      alter table addressee drop column if exists message;
      alter table addressee_list drop constraint if exists addressee_list_one_owner;
      alter table addressee_list drop column if exists company_id;
    `);
  }
}
