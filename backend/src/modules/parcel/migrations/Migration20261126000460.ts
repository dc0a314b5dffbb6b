import { Migration } from "@medusajs/framework/mikro-orm/migrations";
import { PICKUP_CARD, PICKUP_CARD_ID } from "../pickup-card";

/**
 * pickup_point: where a cooperative's buyers fetch their goods; never deleted, since orders name it. pickup_point_act: who wrote what of it,
 * with what stood before; never changed. pickup_choice: which point a cart's buyer chose, cooperative by cooperative; an order has what its
 * cart has. pickup_order is a courier who is ordered; point_order is what of an order waits at a point, with the code it is given out for.
 * And the one card that prices parcels that nobody carries (docs/adr/0049).
 */
export class Migration20261126000460 extends Migration {
  override up(): void {
    this.addSql(`
      create table pickup_point (
        id text primary key,
        cooperative_id text not null,
        name_zh text not null check (name_zh <> ''),
        name_en text not null check (name_en <> ''),
        province text not null check (province <> ''),
        -- With its county, as addresses have it.
        city text not null check (city <> ''),
        street text not null check (street <> ''),
        hours_zh text not null check (hours_zh <> ''),
        hours_en text not null check (hours_en <> ''),
        phone text not null check (phone <> ''),
        notes_zh text not null default '',
        notes_en text not null default '',
        valid_from date not null,
        valid_to date check (valid_to >= valid_from),
        ended_at timestamptz,
        version integer not null default 1 check (version >= 1),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      );
      create index pickup_point_of_cooperative on pickup_point (cooperative_id, created_at, id);

      create table pickup_point_act (
        id text primary key,
        point_id text not null references pickup_point (id),
        cooperative_id text not null,
        act text not null check (act in ('pickup_point_added', 'pickup_point_changed', 'pickup_point_ended')),
        subject text not null,
        before jsonb,
        person text not null,
        at timestamptz not null default now()
      );
      create index pickup_point_act_of_cooperative on pickup_point_act (cooperative_id, at desc, id desc);
      create function pickup_point_act_refuse_change() returns trigger language plpgsql as
        $$ begin raise exception 'what was done is never changed'; end $$;
      create trigger pickup_point_act_append_only before update or delete on pickup_point_act
        for each row execute function pickup_point_act_refuse_change();

      create table pickup_choice (
        cart_id text not null,
        cooperative_id text not null,
        point_id text not null references pickup_point (id),
        chosen_at timestamptz not null default now(),
        primary key (cart_id, cooperative_id)
      );

      create table point_order (
        id text primary key,
        order_id text not null,
        cooperative_id text not null,
        point_id text not null references pickup_point (id),
        code text not null check (code ~ '^[0-9]{6}$'),
        created_at timestamptz not null default now(),
        unique (order_id, cooperative_id)
      );
      create index point_order_of_cooperative on point_order (cooperative_id, created_at desc, id desc);
      create index parcel_to_fetch on parcel (cooperative_id, order_id) where carrier = 'pickup' and parcel_rank(state) < 50;

      insert into rate_card (id, carrier, service, currency, card, example, valid_from)
      select '${PICKUP_CARD_ID}', card->>'carrier', card->>'service', card->>'currency', card, false, '2020-01-01'
      from (select '${JSON.stringify(PICKUP_CARD)}'::jsonb as card) c;
    `);
  }

  override down(): void {
    this.addSql(`
      drop index if exists parcel_to_fetch;
      delete from rate_card where id = '${PICKUP_CARD_ID}';
      drop table if exists point_order, pickup_choice, pickup_point_act, pickup_point;
      drop function if exists pickup_point_act_refuse_change();
    `);
  }
}
