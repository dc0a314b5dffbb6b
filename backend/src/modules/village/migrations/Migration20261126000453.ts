import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** A form's own key: a notice that is sent twice is published once. Those from before have none. */
export class Migration20261126000453 extends Migration {
  override up(): void {
    this.addSql(`
      alter table village_notice add column idempotency_key text, add column input_hash text;
      alter table village_notice add constraint village_notice_once unique (cooperative_id, idempotency_key);
    `);
  }

  override down(): void {
    this.addSql(`alter table village_notice drop column if exists idempotency_key, drop column if exists input_hash;`);
  }
}
