import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Why a payout waits or failed, as a word the pages translate; `reason` keeps the rail's own sentence beside it.
 * And who said that the cash of a batch was handed out.
 */
export class Migration20261122000034 extends Migration {
  override up(): void {
    this.addSql(`
      alter table payout add column reason_code text;
      alter table payout_batch add column done_by text;
    `);
  }

  override down(): void {
    this.addSql(`
      alter table payout drop column reason_code;
      alter table payout_batch drop column done_by;
    `);
  }
}
