import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * season_subscription: who wants to be told when a produce of a village can be bought; the address sealed, and hashed to be found by. Whoever
 * stops is deleted with all that hangs on it.
 * season_goods: whether a produce of a village could be bought when it was last looked at, so that its opening is noticed once.
 * season_opening: that it opened, and in which season. season_mail: that a subscriber is told of a season: once, whatever opens in it.
 */
export class Migration20261126000440 extends Migration {
  override up(): void {
    this.addSql(`
      create table season_subscription (
        id text primary key check (id ~ '^season_[0-9a-f]{32}$'),
        email_hash text not null check (email_hash <> ''),
        email_sealed text not null check (email_sealed <> ''),
        village_id text not null,
        produce text not null check (produce <> ''),
        -- Of the page they asked on.
        language text not null check (language in ('zh', 'en')),
        -- When the last mail about the subscription itself was asked for, how often since it was last confirmed, and when it went out.
        asked_at timestamptz not null default now(),
        asks smallint not null default 1 check (asks >= 0),
        told_at timestamptz,
        confirmed_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        constraint season_subscription_once unique (email_hash, village_id, produce)
      );
      create index season_subscription_of_goods on season_subscription (village_id, produce, id) where confirmed_at is not null;
      create index season_subscription_unconfirmed on season_subscription (created_at) where confirmed_at is null;

      create table season_goods (
        village_id text not null,
        produce text not null,
        is_open boolean not null,
        -- When that was read, ms of the database's clock: what was read earlier and comes later says nothing.
        read_at bigint not null,
        primary key (village_id, produce)
      );

      create table season_opening (
        id text primary key check (id ~ '^opening_[0-9a-f]{32}$'),
        village_id text not null,
        produce text not null,
        season text not null check (season ~ '^[0-9]{4}(-[0-9]{2})?$'),
        product_id text not null,
        opened_at timestamptz not null default now()
      );
      create index season_opening_of_goods on season_opening (village_id, produce, opened_at);

      create table season_mail (
        subscription_id text not null references season_subscription (id) on delete cascade,
        season text not null,
        opening_id text not null references season_opening (id),
        -- Who sends it has claimed it since; a claim of a process that died runs out.
        claimed_at timestamptz,
        sent_at timestamptz,
        primary key (subscription_id, season),
        constraint season_mail_claimed check (sent_at is null or claimed_at is not null)
      );
      create index season_mail_to_send on season_mail (opening_id, subscription_id) where sent_at is null;
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists season_mail, season_opening, season_goods, season_subscription;`);
  }
}
