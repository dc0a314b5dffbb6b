import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Disputes and refunds that were made at the processor by hand (docs/adr/0031). Of a dispute: what is known of it, whatever
 * order it was told in, and what of that is booked. And what of a divided line was given back since, so that fees go back in
 * proportion and never twice.
 */
export class Migration20261126000211 extends Migration {
  override up(): void {
    this.addSql(`
      alter table sale_line add column late_refund_minor bigint not null default 0
        constraint sale_line_late_refund_within check (0 <= late_refund_minor and late_refund_minor <= refund_minor - refund_tax_minor);

      create table dispute (
        -- The processor's own.
        id text primary key,
        provider_ref text,
        charge_ref text,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null check (amount_minor > 0),
        reason text not null,
        state text not null check (state in ('warning_needs_response', 'warning_under_review', 'warning_closed', 'needs_response',
          'under_review', 'prevented', 'won', 'lost')),
        withdrawn boolean not null,
        reinstated boolean not null,
        fee_minor bigint not null check (fee_minor >= 0),
        due_at timestamptz,
        -- Known once it is lost, or when it is first looked for.
        order_id text,
        booked_withdrawn boolean not null default false,
        booked_back boolean not null default false,
        booked_lost boolean not null default false,
        booked_fee boolean not null default false,
        -- Why a person must look at it.
        problem text check (problem in ('no_sale', 'wrong_currency', 'over_paid', 'back_after_lost')),
        at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint dispute_booked_once check (not (booked_back and booked_lost)),
        constraint dispute_booked_in_turn check (booked_withdrawn or not (booked_back or booked_lost))
      );
      create index dispute_list on dispute (at desc, id desc);
      create index dispute_of_order on dispute (order_id) where order_id is not null;
      create index dispute_to_book on dispute (updated_at) where state = 'lost' and not booked_lost;

      create table dispute_note (
        id text primary key,
        dispute_id text not null references dispute (id),
        cooperative_id text not null,
        person text not null,
        words text not null,
        at timestamptz not null default now()
      );
      create index dispute_note_of on dispute_note (dispute_id, at);
      create trigger dispute_note_append_only before update or delete on dispute_note for each row execute function ledger_refuse_change();

      create table processor_refund (
        refund_ref text primary key,
        provider_ref text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        amount_minor bigint not null check (amount_minor > 0),
        at timestamptz not null default now(),
        closed_at timestamptz,
        closed_by text,
        close_reason text,
        -- Booked as a refund of ours.
        refund_intent_id text references refund_intent (id),
        constraint processor_refund_closed_whole check ((closed_at is null) = (closed_by is null))
      );
      create index processor_refund_open on processor_refund (at desc, refund_ref desc) where closed_at is null;
      create index sale_of_payment on sale (provider_ref);
      create index refund_intent_of_ref on refund_intent (refund_ref) where refund_ref is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists processor_refund, dispute_note, dispute cascade;
      drop index if exists sale_of_payment, refund_intent_of_ref;
      alter table sale_line drop column if exists late_refund_minor;
    `);
  }
}
