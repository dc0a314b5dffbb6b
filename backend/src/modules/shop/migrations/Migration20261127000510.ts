import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * shop_paper: the paper of a village's certificate as its issuer wrote it, a PDF. The file `<id>.pdf` is whole before its row is written,
 * and never changed. What is removed keeps its row.
 */
export class Migration20261127000510 extends Migration {
  override up(): void {
    this.addSql(`
      create table shop_paper (
        id text primary key check (id ~ '^paper_[0-9a-f]{32}$'),
        cooperative_id text not null,
        certificate_id text not null,
        bytes integer not null check (bytes > 0),
        source_sha256 text not null,
        added_by text not null,
        added_at timestamptz not null default now(),
        removed_by text,
        removed_at timestamptz,
        constraint shop_paper_removed check ((removed_by is null) = (removed_at is null))
      );
      create index shop_paper_of_cooperative on shop_paper (cooperative_id) where removed_at is null;
      create unique index shop_paper_once on shop_paper (certificate_id, source_sha256) where removed_at is null;
    `);
  }

  override down(): void {
    this.addSql(`drop table if exists shop_paper;`);
  }
}
