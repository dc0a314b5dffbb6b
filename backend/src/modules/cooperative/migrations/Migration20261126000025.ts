import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/** collection_time: when a cooperative takes goods in, week by week; the households read the next one. */
export class Migration20261126000025 extends Migration {
  override up(): void {
    this.addSql(`
      create table collection_time (
        id text primary key,
        cooperative_id text not null references cooperative (id),
        weekday int not null check (weekday between 1 and 7),
        from_time text not null check (from_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
        to_time text not null check (to_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
        set_by text not null,
        created_at timestamptz not null default now(),
        constraint collection_time_forward check (from_time < to_time),
        constraint collection_time_once unique (cooperative_id, weekday, from_time)
      );
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists collection_time;`);
  }
}
