import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Statements on paper (docs/adr/0032): a code of chance on each slip, by which its household finds its row in what is
 * published, and the papers that were asked for.
 */
export class Migration20261126000220 extends Migration {
  override up(): void {
    this.addSql(`
      -- Twelve letters of Crockford's base 32, 60 bits: made by the database, so that no way of writing a statement forgets it.
      create function statement_slip_code() returns text language plpgsql volatile as $$
      declare
        -- Of a random uuid the bytes 6 and 8 hold its version: left out.
        random_bytes bytea := decode(replace(gen_random_uuid()::text, '-', ''), 'hex');
        code text := '';
        i integer;
      begin
        foreach i in array array[0, 1, 2, 3, 4, 5, 9, 10, 11, 12, 13, 14] loop
          code := code || substr('0123456789ABCDEFGHJKMNPQRSTVWXYZ', get_byte(random_bytes, i) % 32 + 1, 1);
        end loop;
        return code;
      end $$;
      alter table statement add column slip_code text not null default statement_slip_code()
        constraint statement_slip_code_form check (slip_code ~ '^[0-9A-HJKMNP-TV-Z]{12}$');
      create unique index statement_slip_code_once on statement (slip_code);

      create table money_paper (
        id text primary key,
        cooperative_id text not null,
        kind text not null check (kind in ('statement', 'statement_large', 'statements', 'statements_large',
          'remittance', 'remittances', 'cash_sheet', 'totals')),
        language text not null check (language in ('zh', 'en')),
        statement_id text references statement (id),
        payout_id text references payout (id),
        batch_id text references payout_batch (id),
        period_id text references settlement_period (id),
        -- Of the totals of a period: those of one village alone.
        village_id text,
        state text not null default 'asked' check (state in ('asked', 'printed')),
        pages_done integer not null default 0,
        pages integer,
        file text,
        sha256 text,
        asked_by text not null,
        message_id text,
        created_at timestamptz not null default now(),
        printed_at timestamptz,
        constraint money_paper_of_one check (num_nonnulls(statement_id, payout_id, batch_id, period_id) = 1),
        constraint money_paper_printed_whole check (
          (state = 'printed') = (file is not null and pages is not null and sha256 is not null and printed_at is not null))
      );
      create index money_paper_of_statement on money_paper (statement_id, created_at desc) where statement_id is not null;
      create index money_paper_of_payout on money_paper (payout_id, created_at desc) where payout_id is not null;
      create index money_paper_of_batch on money_paper (batch_id, created_at desc) where batch_id is not null;
      create index money_paper_of_period on money_paper (period_id, created_at desc) where period_id is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists money_paper;
      alter table statement drop column if exists slip_code;
      drop function if exists statement_slip_code();
    `);
  }
}
