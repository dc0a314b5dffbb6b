import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * What was left weak in bank transfers (docs/adr/0052). A line that the bank had in time, and that was shown after its proforma's end, says so
 * (`in_time`). A replacement under a claim keeps the processor of the sale that it replaces.
 */
export class Migration20261128000655 extends Migration {
  override up(): void {
    this.addSql(`
      alter table transfer_line drop constraint transfer_line_why_check;
      alter table transfer_line add constraint transfer_line_why_check check (why in ('no_reference', 'unknown_reference', 'several_references',
        'wrong_currency', 'paid_already', 'void', 'in_time', 'over', 'refund'));

      update sale s set processor = f.processor from sale f
      where s.claim_id is not null and f.claim_id is null and f.provider_ref = s.provider_ref and f.processor <> s.processor;
    `);
  }

  override down(): void {
    this.addSql(`
      update transfer_line set why = 'void' where why = 'in_time';
      alter table transfer_line drop constraint transfer_line_why_check;
      alter table transfer_line add constraint transfer_line_why_check check (why in ('no_reference', 'unknown_reference', 'several_references',
        'wrong_currency', 'paid_already', 'void', 'over', 'refund'));
    `);
  }
}
