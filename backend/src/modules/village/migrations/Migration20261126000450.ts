import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * village_notice: short words of a village to everybody, by `kind`, public from published_at until withdrawn_at; shown_to is the last day
 * on which they are news. village_act: who wrote what of a village's seasons, certificates and notices, with what stood before; never changed.
 * `version` says what a writer saw: who writes on what has moved on is refused.
 */
export class Migration20261126000450 extends Migration {
  override up(): void {
    this.addSql(`
      alter table village_season add column version integer not null default 1 check (version >= 1);
      alter table village_certificate add column version integer not null default 1 check (version >= 1);
      create index village_certificate_of_village on village_certificate (village_id, valid_to);

      create table village_notice (
        id text primary key,
        village_id text not null references village (id),
        -- Who speaks: a cooperative.
        cooperative_id text not null,
        kind text not null check (kind in ('notice')),
        title_zh text not null check (title_zh <> ''),
        title_en text not null check (title_en <> ''),
        text_zh text not null check (char_length(text_zh) between 1 and 1000),
        text_en text not null check (char_length(text_en) between 1 and 1000),
        published_at timestamptz not null,
        shown_to date,
        withdrawn_at timestamptz,
        version integer not null default 1 check (version >= 1),
        created_at timestamptz not null default now()
      );
      create index village_notice_of_village on village_notice (village_id, published_at desc, id desc);

      create table village_act (
        id text primary key,
        village_id text not null references village (id),
        cooperative_id text not null,
        act text not null,
        -- The produce of a season, the id of a certificate or notice.
        of_id text not null,
        -- What people know it by: a produce, a number, a title.
        subject text not null,
        before jsonb,
        person text not null,
        at timestamptz not null default now()
      );
      create index village_act_of_cooperative on village_act (cooperative_id, at desc, id desc);
      create index village_act_of on village_act (of_id, at desc, id desc);
      create function village_act_refuse_change() returns trigger language plpgsql as
        $$ begin raise exception 'what was done is never changed'; end $$;
      create trigger village_act_append_only before update or delete on village_act
        for each row execute function village_act_refuse_change();
    `);
  }

  override down(): void {
    this.addSql(`
      drop table if exists village_act, village_notice;
      drop function if exists village_act_refuse_change();
      drop index if exists village_certificate_of_village;
      alter table village_certificate drop column if exists version;
      alter table village_season drop column if exists version;
    `);
  }
}
