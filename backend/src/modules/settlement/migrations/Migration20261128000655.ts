import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * What was left weak in bank transfers (docs/adr/0052). A line that the bank had in time, and that was shown after its proforma's end, says so
 * (`in_time`); a line keeps the bank's own name of it. transfer_taken_back: what a statement shows as taken back by the bank after it had come, once
 * whichever statement shows it, until a person has looked what hangs on it. A replacement under a claim keeps the processor of the sale that it replaces.
 */
export class Migration20261128000655 extends Migration {
  override up(): void {
    this.addSql(`
      alter table transfer_line drop constraint transfer_line_why_check;
      alter table transfer_line add constraint transfer_line_why_check check (why in ('no_reference', 'unknown_reference', 'several_references',
        'wrong_currency', 'paid_already', 'void', 'in_time', 'over', 'refund'));

      alter table transfer_line add column bank_ref text;
      create index transfer_line_of_amount on transfer_line (cooperative_id, currency, amount_minor);
      create index transfer_line_of_bank_ref on transfer_line (cooperative_id, bank_ref) where bank_ref is not null;

      create table transfer_taken_back (
        id text primary key,
        cooperative_id text not null,
        line_key text not null,
        statement_id text not null references bank_statement (id),
        booked_on date not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null check (amount_minor > 0),
        payer text not null,
        words text not null,
        -- What it took back; null: nothing that was booked here fits.
        line_id text references transfer_line (id),
        opened_at timestamptz not null default now(),
        closed_at timestamptz,
        closed_by text,
        close_words text,
        constraint transfer_taken_back_once unique (cooperative_id, line_key),
        constraint transfer_taken_back_closed check (num_nonnulls(closed_at, closed_by, close_words) in (0, 3))
      );
      create index transfer_taken_back_open on transfer_taken_back (cooperative_id, opened_at desc, id desc) where closed_at is null;
      create index transfer_taken_back_closed_at on transfer_taken_back (cooperative_id, closed_at desc, id desc) where closed_at is not null;
      create index transfer_taken_back_of_line on transfer_taken_back (line_id) where line_id is not null;
      create index transfer_taken_back_of_statement on transfer_taken_back (statement_id) where closed_at is null;
      create function transfer_taken_back_stands() returns trigger language plpgsql as $$
      begin
        raise exception 'what a bank took back stands, and is closed once' using errcode = 'restrict_violation';
      end $$;
      create trigger transfer_taken_back_no_delete before delete on transfer_taken_back
        for each row execute function transfer_taken_back_stands();
      create trigger transfer_taken_back_no_truncate before truncate on transfer_taken_back
        for each statement execute function transfer_taken_back_stands();
      create trigger transfer_taken_back_closed_once before update on transfer_taken_back
        for each row when (old.closed_at is not null) execute function transfer_taken_back_stands();

      update sale s set processor = f.processor from sale f
      where s.claim_id is not null and f.claim_id is null and f.provider_ref = s.provider_ref and f.processor <> s.processor;
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists transfer_taken_back;
      drop function if exists transfer_taken_back_stands();
      drop index if exists transfer_line_of_amount, transfer_line_of_bank_ref;
      alter table transfer_line drop column if exists bank_ref;
      update transfer_line set why = 'void' where why = 'in_time';
      alter table transfer_line drop constraint transfer_line_why_check;
      alter table transfer_line add constraint transfer_line_why_check check (why in ('no_reference', 'unknown_reference', 'several_references',
        'wrong_currency', 'paid_already', 'void', 'over', 'refund'));
    `);
  }
}
