import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * What of a line's refund is freight: the rest of the freight pays for boxes when the sale is divided. And rows of a
 * divided line in which the cooperative puts in what freight and packing lack (docs/adr/0018): they stand below zero.
 */
export class Migration20261126000001 extends Migration {
  override up(): void {
    this.addSql(`
      alter table sale_line add column refund_freight_minor bigint not null default 0
        constraint sale_line_refund_freight_within check (0 <= refund_freight_minor and refund_freight_minor <= least(freight_paid_minor, refund_minor));
      alter table sale_line_row drop constraint sale_line_row_amount_minor_check;
      alter table sale_line_row add constraint sale_line_row_amount_minor_check
        check (amount_minor <> 0 and (amount_minor < 0) = (rule in ('freight_borne', 'packing_borne')));
    `);
  }

  override down(): void {
    this.addSql(`alter table sale_line drop column if exists refund_freight_minor;`);
  }
}
