import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** When an erasure that is not over was last sent again: whoever waits longest is next, so that nobody waits behind a full round for ever. */
export class Migration20261126000420 extends Migration {
  override up(): void {
    this.addSql(`
      alter table buyer_erasure add column looked_at timestamptz;
      drop index buyer_erasure_open;
      create index buyer_erasure_open on buyer_erasure (coalesce(looked_at, asked_at), customer_id) where done_at is null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop index buyer_erasure_open;
      create index buyer_erasure_open on buyer_erasure (asked_at, customer_id) where done_at is null;
      alter table buyer_erasure drop column looked_at;
    `);
  }
}
