import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * village_thanks: what a buyer writes to those who grew the goods, once an order and cooperative. It waits until the cooperative has read it. No
 * name and no contact stands in it; the province is all that is known of who wrote it.
 * village_thanks_place: on whose villages' pages it stands, from its publishing on.
 */
export class Migration20261126000441 extends Migration {
  override up(): void {
    this.addSql(`
      create table village_thanks (
        id text primary key check (id ~ '^thanks_[0-9a-f]{32}$'),
        cooperative_id text not null,
        order_id text not null,
        province_code text check (province_code ~ '^[0-9]{2}$'),
        -- Empty when its buyer was forgotten.
        words text not null check (char_length(words) <= 200),
        state text not null default 'waiting' check (state in ('waiting', 'published', 'refused', 'forgotten')),
        given_at timestamptz not null default now(),
        decided_at timestamptz,
        decided_by text,
        -- Why it is not shown, in the words of who decided.
        reason text check (char_length(reason) between 1 and 300),
        constraint village_thanks_once unique (order_id, cooperative_id),
        constraint village_thanks_words check ((words = '') = (state = 'forgotten')),
        constraint village_thanks_decided check ((decided_at is null) = (decided_by is null)
          and (state not in ('published', 'refused') or decided_at is not null) and (state <> 'waiting' or decided_at is null)),
        constraint village_thanks_reason check (state <> 'refused' or reason is not null)
      );
      create index village_thanks_waiting on village_thanks (cooperative_id, given_at, id) where state = 'waiting';
      create index village_thanks_decided on village_thanks (cooperative_id, decided_at desc, id desc) where decided_at is not null;

      create table village_thanks_place (
        thanks_id text not null references village_thanks (id),
        village_id text not null,
        -- Of its publishing, so that a page finds its newest by one index.
        shown_at timestamptz not null default now(),
        primary key (thanks_id, village_id)
      );
      create index village_thanks_of_village on village_thanks_place (village_id, shown_at desc, thanks_id desc);
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists village_thanks_place, village_thanks;`);
  }
}
