import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * What shorts need of the books: which part of a line was freight, which part of a refund the cooperative bears (a lost
 * parcel: docs/adr), a refund that was promised and taken back before it was sent, and the claim against the carrier.
 */
export class Migration20261125000142 extends Migration {
  override up(): void {
    this.addSql(`
      alter table sale_line add column freight_paid_minor bigint not null default 0
        constraint sale_line_freight_paid_within check (0 <= freight_paid_minor and freight_paid_minor <= paid_minor);
      alter table sale_line add column borne_minor bigint not null default 0
        constraint sale_line_borne_within_refund check (0 <= borne_minor and borne_minor <= refund_minor - refund_tax_minor);

      alter table refund_intent drop constraint refund_intent_state_check;
      alter table refund_intent add constraint refund_intent_state_check
        check (state in ('intended', 'created', 'failed', 'unknown', 'cancelled'));
      -- The short it belongs to; it is sent when that is closed, and taken back when that is undone.
      alter table refund_intent add column short_id text;
      create index refund_intent_of_short on refund_intent (short_id) where short_id is not null;

      alter table account drop constraint account_kind_check;
      alter table account add constraint account_kind_check check (kind in (
        'clearing', 'buyer_deposit', 'household_payable', 'household_holdback', 'household_advance', 'household_clawback',
        'cooperative_fee', 'packing', 'platform_fee', 'agent_commission', 'freight', 'tax', 'processor_fee',
        'payout_clearing', 'donation', 'carrier_claim'));
      alter table journal drop constraint journal_kind_check;
      alter table journal add constraint journal_kind_check check (kind in (
        'capture', 'sale', 'refund', 'payout', 'processor_fee', 'loss',
        'reverse_capture', 'reverse_sale', 'reverse_refund', 'reverse_payout', 'reverse_processor_fee', 'reverse_loss'));
    `);
  }

  override down(): void {
    this.addSql(`
      alter table sale_line drop column if exists freight_paid_minor;
      alter table sale_line drop column if exists borne_minor;
      alter table refund_intent drop column if exists short_id;
    `);
  }
}
