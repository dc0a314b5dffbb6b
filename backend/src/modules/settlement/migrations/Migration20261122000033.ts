import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** The bank account that a cooperative's bank files are paid from. Changing it closes the old row; batches keep a copy. */
export class Migration20261122000033 extends Migration {
  override up(): void {
    this.addSql(`
      create table paying_account (
        id text primary key,
        cooperative_id text not null,
        name text not null,
        account text not null,
        bank_system text,
        bank_member_id text,
        set_by text not null,
        created_at timestamptz not null default now(),
        closed_at timestamptz
      );
      create unique index paying_account_in_force on paying_account (cooperative_id) where closed_at is null;
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists paying_account cascade;`);
  }
}
