import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * shop_picture: pictures that a cooperative shows of a village or a product, in order of `place`. The files `<id>-<width>.<format>` are
 * whole before their row is written. What is removed keeps its row, so that nobody has to ask who took it away.
 */
export class Migration20261126000411 extends Migration {
  override up(): void {
    this.addSql(`
      create table shop_picture (
        id text primary key check (id ~ '^picture_[0-9a-f]{32}$'),
        cooperative_id text not null,
        kind text not null check (kind in ('village', 'product')),
        of_id text not null,
        place integer not null check (place >= 1),
        width integer not null check (width between 1 and 960),
        height integer not null check (height between 1 and 2000),
        bytes integer not null check (bytes > 0),
        alt_zh text not null check (alt_zh <> ''),
        alt_en text not null check (alt_en <> ''),
        source_sha256 text not null,
        added_by text not null,
        added_at timestamptz not null default now(),
        removed_by text,
        removed_at timestamptz,
        constraint shop_picture_removed check ((removed_by is null) = (removed_at is null))
      );
      create index shop_picture_of on shop_picture (kind, of_id, place) where removed_at is null;
      create index shop_picture_of_cooperative on shop_picture (cooperative_id) where removed_at is null;
      create unique index shop_picture_once on shop_picture (kind, of_id, source_sha256) where removed_at is null;
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists shop_picture;`);
  }
}
