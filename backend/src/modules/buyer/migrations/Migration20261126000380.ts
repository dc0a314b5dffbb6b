import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * buyer_account: what we know of an account of Medusa's customer module: whether its e-mail address was proven, and from when on its
 * sessions count. buyer_erasure: who asked to be forgotten, and when nothing of theirs was left that may go.
 */
export class Migration20261126000380 extends Migration {
  override up(): void {
    this.addSql(`
      create table buyer_account (
        customer_id text primary key,
        proven_at timestamptz,
        -- A session that began before is over: another password, "sign out everywhere", a closed account.
        sessions_from timestamptz not null default '-infinity',
        closed_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz
      );

      create table buyer_erasure (
        customer_id text primary key references buyer_account (customer_id),
        -- Stands in the buyer's place in what has to be kept.
        pseudonym text not null unique check (pseudonym ~ '^erased_[0-9a-f]{32}$'),
        asked_at timestamptz not null default now(),
        done_at timestamptz
      );
      create index buyer_erasure_open on buyer_erasure (asked_at, customer_id) where done_at is null;
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists buyer_erasure, buyer_account;`);
  }
}
