import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * village_draft: what somebody writes beside the published page; `revision` is new with each saving, so that two who write do not
 * overwrite each other without a word. village_page: every page that was published, by whom and when; never changed.
 */
export class Migration20261126000410 extends Migration {
  override up(): void {
    this.addSql(`
      alter table village
        add column people_zh text not null default '',
        add column people_en text not null default '',
        add column page_version integer not null default 1 check (page_version >= 1);

      create table village_draft (
        village_id text primary key references village (id),
        content jsonb not null check (jsonb_typeof(content) = 'object'),
        revision text not null,
        saved_by text not null,
        saved_name text not null,
        saved_at timestamptz not null default now()
      );

      create table village_page (
        village_id text not null references village (id),
        version integer not null check (version >= 2),
        content jsonb not null check (jsonb_typeof(content) = 'object'),
        published_by text not null,
        published_name text not null,
        published_at timestamptz not null default now(),
        primary key (village_id, version)
      );
      create function village_page_refuse_change() returns trigger language plpgsql as
        $$ begin raise exception 'a published page of a village is never changed'; end $$;
      create trigger village_page_append_only before update or delete on village_page
        for each row execute function village_page_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists village_page, village_draft;
      drop function if exists village_page_refuse_change();
      alter table village drop column if exists people_zh, drop column if exists people_en, drop column if exists page_version;
    `);
  }
}
