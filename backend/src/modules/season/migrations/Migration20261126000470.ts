import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * season_asked: how many mails were asked for to an address about a produce of a village. It stands beside the subscription, so that stopping,
 * which deletes the subscription, does not begin the count anew; a week after the last mail it is deleted.
 * Who was not confirmed is found by when they were asked last. No query reads openings by their goods.
 */
export class Migration20261126000470 extends Migration {
  override up(): void {
    this.addSql(`
      create table season_asked (
        email_hash text not null check (email_hash <> ''),
        village_id text not null,
        produce text not null check (produce <> ''),
        -- Since the last yes; 0: the last was answered by one.
        asks smallint not null default 1 check (asks >= 0),
        asked_at timestamptz not null default now(),
        primary key (email_hash, village_id, produce)
      );
      create index season_asked_at on season_asked (asked_at);
      insert into season_asked (email_hash, village_id, produce, asks, asked_at)
        select email_hash, village_id, produce, asks, asked_at from season_subscription;

      alter table season_subscription drop column asks;
      drop index season_subscription_unconfirmed;
      create index season_subscription_unconfirmed on season_subscription (asked_at) where confirmed_at is null;
      drop index season_opening_of_goods;
    `);
  }

  override down(): void {
    this.addSql(`
      create index season_opening_of_goods on season_opening (village_id, produce, opened_at);
      drop index season_subscription_unconfirmed;
      create index season_subscription_unconfirmed on season_subscription (created_at) where confirmed_at is null;
      alter table season_subscription add column asks smallint not null default 1 check (asks >= 0);
      drop table season_asked;
    `);
  }
}
