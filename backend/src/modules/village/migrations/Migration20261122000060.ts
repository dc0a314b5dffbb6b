import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * village_region: a pavilion over villages, sold under its own name when a pool has a region as its origin.
 * village: the brand and the place. lng/lat say about where it is, for the locator map; null when not known.
 * village_cooperative: which cooperatives pool a village's goods.
 */
export class Migration20261122000060 extends Migration {
  override up(): void {
    this.addSql(`
      create table village_region (
        id text primary key,
        handle text not null,
        name_zh text not null,
        name_en text not null,
        intro_zh text not null,
        intro_en text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        constraint village_region_handle unique (handle)
      );

      create table village (
        id text primary key,
        handle text not null,
        region_id text not null references village_region (id),
        code text not null check (code ~ '^[0-9]{12}$'),
        name_zh text not null,
        name_en text not null,
        town_zh text not null,
        town_en text not null,
        county_code text not null check (county_code ~ '^[0-9]{6}$'),
        county_zh text not null,
        county_en text not null,
        province_code text not null check (province_code ~ '^[0-9]{2}$'),
        province_zh text not null,
        province_en text not null,
        story_zh text not null,
        story_en text not null,
        season_zh text not null,
        season_en text not null,
        lng double precision check (lng between -180 and 180),
        lat double precision check (lat between -90 and 90),
        colour text not null check (colour ~ '^#[0-9A-Fa-f]{6}$'),
        illustration text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        deleted_at timestamptz,
        constraint village_handle unique (handle),
        constraint village_code unique (code),
        constraint village_both_or_no_coordinate check ((lng is null) = (lat is null))
      );
      create index village_of_region on village (region_id);

      create table village_cooperative (
        village_id text not null references village (id),
        cooperative_id text not null,
        primary key (village_id, cooperative_id)
      );
      create index village_cooperative_of_cooperative on village_cooperative (cooperative_id);
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists village_cooperative, village, village_region;`);
  }
}
