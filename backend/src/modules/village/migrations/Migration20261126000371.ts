import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * village_season: when a village picks a produce and when it sends it, by days of the year ("09-01"); picked_from_day and
 * picked_days say the same as numbers (domain/src/shop/season.ts), so that "near harvest" is one statement.
 * village_certificate: who has certified what of a village, and until when. Taken back by a day, never deleted.
 */
export class Migration20261126000371 extends Migration {
  override up(): void {
    this.addSql(`
      create table village_season (
        village_id text not null references village (id),
        produce text not null,
        picked_from text not null check (picked_from ~ '^[0-9]{2}-[0-9]{2}$'),
        picked_to text not null check (picked_to ~ '^[0-9]{2}-[0-9]{2}$'),
        sent_from text not null check (sent_from ~ '^[0-9]{2}-[0-9]{2}$'),
        sent_to text not null check (sent_to ~ '^[0-9]{2}-[0-9]{2}$'),
        picked_from_day smallint not null check (picked_from_day between 0 and 365),
        picked_days smallint not null check (picked_days between 1 and 366),
        updated_at timestamptz not null default now(),
        primary key (village_id, produce)
      );

      create table village_certificate (
        id text primary key,
        village_id text not null references village (id),
        -- Null: for all that the village sells.
        produce text,
        kind text not null check (kind in ('organic', 'green', 'geographical', 'gap')),
        number text not null,
        issuer_zh text not null,
        issuer_en text not null,
        valid_from date not null,
        valid_to date not null,
        withdrawn_on date,
        created_at timestamptz not null default now(),
        constraint village_certificate_days check (valid_from <= valid_to),
        constraint village_certificate_number unique (village_id, kind, number)
      );
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists village_certificate, village_season;`);
  }
}
