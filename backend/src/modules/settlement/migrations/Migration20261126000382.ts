import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * invoice: what a seller invoiced to a buyer, and what of it was credited, as facts that nothing changes any more: a paper is printed from
 * them alone, today or in ten years. invoice_series: the next number of each seller; taken in the invoice's own transaction, so that
 * none is left out.
 */
export class Migration20261126000382 extends Migration {
  override up(): void {
    this.addSql(`
      create table invoice_series (
        seller text primary key,
        next_serial bigint not null check (next_serial > 1)
      );

      create table invoice (
        id text primary key,
        kind text not null check (kind in ('invoice', 'credit_note')),
        -- A cooperative's id, or 'platform'.
        seller text not null,
        serial bigint not null check (serial > 0),
        number text not null unique,
        order_id text not null,
        credits text references invoice (id),
        refund_intent_id text references refund_intent (id),
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        net_minor bigint not null,
        tax_minor bigint not null check (tax_minor >= 0),
        total_minor bigint not null check (total_minor > 0),
        facts jsonb not null,
        issued_at timestamptz not null default now(),
        constraint invoice_in_sequence unique (seller, serial),
        constraint invoice_once unique nulls not distinct (order_id, seller, refund_intent_id),
        constraint invoice_sums check (net_minor + tax_minor = total_minor),
        constraint invoice_credit_names check (
          (kind = 'credit_note') = (credits is not null) and (kind = 'credit_note') = (refund_intent_id is not null))
      );
      create index invoice_of_order on invoice (order_id, seller, serial);

      create function invoice_stands() returns trigger language plpgsql as $$
      begin
        raise exception 'an invoice is never changed: a credit note corrects it' using errcode = 'restrict_violation';
      end $$;
      create trigger invoice_stands before update or delete on invoice for each row execute function invoice_stands();
      create trigger invoice_no_truncate before truncate on invoice for each statement execute function invoice_stands();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists invoice, invoice_series;
      drop function if exists invoice_stands();
    `);
  }
}
