import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * sample_offer: what a cooperative offers of a pack before companies buy it in bulk (docs/adr/0062). sample_offer_change: who set it;
 * append-only. quote.sample_variant_id: a quote that is a sample of this pack, at prices that nobody changes; quote.sample_season: where it counts.
 */
export class Migration20261128000666 extends Migration {
  override up(): void {
    this.addSql(`
      create table sample_offer (
        variant_id text primary key,
        product_id text not null,
        cooperative_id text not null,
        currency text not null check (currency ~ '^[A-Z]{3}$'),
        offered boolean not null,
        packs int not null check (packs between 1 and 20),
        price_minor bigint not null check (price_minor > 0),
        freight_minor bigint not null check (freight_minor >= 0),
        per_season int not null check (per_season between 1 and 10),
        version int not null default 1,
        set_by text not null,
        set_at timestamptz not null default now()
      );
      create index sample_offer_of_product on sample_offer (product_id);
      create table sample_offer_change (
        id text primary key,
        variant_id text not null,
        cooperative_id text not null,
        person text not null,
        at timestamptz not null default clock_timestamp(),
        before jsonb,
        after jsonb not null
      );
      create index sample_offer_change_of on sample_offer_change (variant_id, at);
      create function sample_offer_refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception 'sample_offer_change is append-only' using errcode = 'restrict_violation';
      end $$;
      create trigger sample_offer_change_append_only before update or delete on sample_offer_change
        for each row execute function sample_offer_refuse_change();
      create trigger sample_offer_change_kept before truncate on sample_offer_change
        for each statement execute function sample_offer_refuse_change();

      alter table quote add column sample_variant_id text;
      alter table quote add column sample_season text check (sample_season ~ '^[0-9]{4}$');
      alter table quote add constraint quote_sample check ((sample_variant_id is null) = (sample_season is null)
        and (sample_variant_id is null or (agreement_id is null and joint_id is null)));
      create index quote_of_sample on quote (company_id, sample_variant_id) where sample_variant_id is not null;
      create index quote_sample_open on quote (created_at, id) where sample_variant_id is not null and ended_at is null;
    `);
  }

  override down(): void {
    this.addSql(`
      alter table quote drop constraint if exists quote_sample;
      alter table quote drop column if exists sample_variant_id, drop column if exists sample_season;
      drop table if exists sample_offer_change, sample_offer;
      drop function if exists sample_offer_refuse_change();
    `);
  }
}
