import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Payouts that banks have not answered are few among all that were ever made, and read with every sum of statements (`at-bank.ts`). */
export class Migration20261126000350 extends Migration {
  override up(): void {
    this.addSql(`
      create index payout_at_bank on payout (statement_id) include (cooperative_id, currency, amount_minor)
        where rail = 'bank_file' and state = 'created' and coalesce(bank_state, 'sent') in ('sent', 'accepted');
    `);
  }

  override down(): void {
    this.addSql(`drop index if exists payout_at_bank;`);
  }
}
