import { Migration } from "@medusajs/framework/mikro-orm/migrations";
import { TRUCK_CARD, TRUCK_CARD_ID } from "../truck-card";

/**
 * truck_rate: what a truck costs a cooperative, by the kilometre; entered once, never changed but for being taken back, once, by somebody.
 * And the one card that prices cartons on a truck (docs/adr/0061).
 */
export class Migration20261128000660 extends Migration {
  override up(): void {
    this.addSql(`
      create table truck_rate (
        id text primary key,
        cooperative_id text not null,
        name text not null check (name <> '' and name = btrim(name)),
        -- The truck's card is in yuan.
        currency text not null check (currency = 'CNY'),
        capacity_kg int not null check (capacity_kg > 0),
        capacity_pallets int not null check (capacity_pallets > 0),
        base_minor bigint not null check (base_minor >= 0),
        per_km_minor bigint not null check (per_km_minor >= 0),
        minimum_minor bigint not null check (minimum_minor >= 0),
        -- Road over straight line, basis points.
        road_bp int not null check (road_bp between 10000 and 50000),
        km_a_day int not null check (km_a_day > 0),
        -- Empty: all.
        provinces text[] not null default '{}',
        valid_from date not null,
        valid_to date check (valid_to >= valid_from),
        made_by text not null,
        created_at timestamptz not null default now(),
        withdrawn_at timestamptz,
        withdrawn_by text,
        check (num_nonnulls(withdrawn_at, withdrawn_by) in (0, 2))
      );
      create index truck_rate_of_cooperative on truck_rate (cooperative_id, created_at desc, id desc);
      create unique index truck_rate_begins on truck_rate (cooperative_id, name, valid_from) where withdrawn_at is null;
      create function truck_rate_refuse_change() returns trigger language plpgsql as $$
        begin
          if tg_op <> 'UPDATE' or old.withdrawn_at is not null
             or (to_jsonb(new) - array['withdrawn_at', 'withdrawn_by']) <> (to_jsonb(old) - array['withdrawn_at', 'withdrawn_by']) then
            raise exception 'a truck rate is never changed, only taken back';
          end if;
          return new;
        end $$;
      create trigger truck_rate_append_only before update or delete on truck_rate for each row execute function truck_rate_refuse_change();
      create trigger truck_rate_kept before truncate on truck_rate for each statement execute function truck_rate_refuse_change();

      insert into rate_card (id, carrier, service, currency, card, example, valid_from)
      select '${TRUCK_CARD_ID}', card->>'carrier', card->>'service', card->>'currency', card, false, '2020-01-01'
      from (select '${JSON.stringify(TRUCK_CARD)}'::jsonb as card) c;
    `);
  }

  override down(): void {
    this.addSql(`
      delete from rate_card where id = '${TRUCK_CARD_ID}';
      drop table if exists truck_rate;
      drop function if exists truck_rate_refuse_change();
    `);
  }
}
