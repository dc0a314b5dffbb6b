import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Messages of quotes are told and marked (docs/adr/0051). quote.*_read_at: up to when each side has read what the other wrote. quote_message.key:
 * of the form that sent it; told_at: when the mail that tells of it goes.
 */
export class Migration20261128000707 extends Migration {
  override up(): void {
    this.addSql(`
      alter table quote add column buyer_read_at timestamptz not null default now();
      alter table quote add column seller_read_at timestamptz not null default now();
      alter table quote_message add column key text;
      alter table quote_message add column told_at timestamptz;
      create unique index quote_message_once on quote_message (quote_id, by, key) where key is not null;
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists quote_message_once;
      alter table quote_message drop column if exists told_at;
      alter table quote_message drop column if exists key;
      alter table quote drop column if exists seller_read_at;
      alter table quote drop column if exists buyer_read_at;
    `);
  }
}
