import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** Who named the account that a cooperative pays from, and when, stands among what people did: newest first. */
export class Migration20261126000358 extends Migration {
  override up(): void {
    this.addSql(`create index paying_account_newest on paying_account (cooperative_id, created_at desc, id desc)`);
  }

  override down(): void {
    this.addSql(`drop index if exists paying_account_newest`);
  }
}
