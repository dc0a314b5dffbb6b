import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * Cartons and rate cards of each cooperative's own. The house's examples have no cooperative and price for whoever has
 * none of its own. Measures of a carton and the prices of a card never change: a new row takes the place of the old.
 * A parcel names the carton and the card it was priced by.
 */
export class Migration20261126000040 extends Migration {
  override up(): void {
    this.addSql(`
      alter table parcel drop constraint parcel_carton_fkey;
      alter table carton drop constraint carton_pkey;
      alter table carton add column id text;
      update carton set id = 'carton_example_' || lower(code);
      alter table carton alter column id set not null;
      alter table carton add primary key (id);
      alter table carton
        add column cooperative_id text,
        add column inner_length_mm bigint check (inner_length_mm > 0),
        add column inner_width_mm bigint check (inner_width_mm > 0),
        add column inner_height_mm bigint check (inner_height_mm > 0),
        add column changed_by text,
        add constraint carton_size_whole check (num_nulls(inner_length_mm, inner_width_mm, inner_height_mm) in (0, 3));
      create unique index carton_code_once on carton (coalesce(cooperative_id, ''), code, upper(currency)) where active;

      alter table parcel add column carton_id text references carton (id);
      update parcel p set carton_id = c.id from carton c where c.code = p.carton;
      alter table parcel alter column carton_id set not null;
      create index parcel_of_carton on parcel (carton_id, state);

      create function carton_measures_stay() returns trigger language plpgsql as $$
      begin
        if (new.id, new.code, new.cooperative_id, new.currency, new.tare_g, new.max_weight_g, new.inner_ml, new.inner_length_mm, new.inner_width_mm, new.inner_height_mm)
           is distinct from
           (old.id, old.code, old.cooperative_id, old.currency, old.tare_g, old.max_weight_g, old.inner_ml, old.inner_length_mm, old.inner_width_mm, old.inner_height_mm)
           and exists (select from parcel p where p.carton_id = old.id) then
          raise exception 'carton % is in use: its measures no longer change', old.code using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger carton_measures_stay before update on carton for each row execute function carton_measures_stay();

      -- What came in and went out of a cooperative's own boxes. The stock is their sum: nobody waits for a counter.
      create table carton_movement (
        id bigint generated always as identity primary key,
        carton_id text not null references carton (id),
        delta bigint not null check (delta <> 0),
        reason text not null check (reason in ('received', 'counted', 'used', 'voided')),
        words text,
        person text not null,
        order_id text,
        idempotency_key text unique,
        at timestamptz not null default now()
      );
      create index carton_movement_of_carton on carton_movement (carton_id, at desc, id desc) include (delta);
      create function carton_movement_stays() returns trigger language plpgsql as $$
      begin
        raise exception 'carton_movement is append-only: write a correcting row instead' using errcode = 'restrict_violation';
      end $$;
      create trigger carton_movement_stays before update or delete on carton_movement for each row execute function carton_movement_stays();

      -- A box is used when its parcel is packed, and comes back when a packed parcel is voided, whoever writes that.
      create function parcel_uses_cartons() returns trigger language plpgsql as $$
      begin
        insert into carton_movement (carton_id, delta, reason, order_id, person)
        select carton_id, case when back then count(*) else -count(*) end, case when back then 'voided' else 'used' end, order_id, 'house'
        from (select n.carton_id, n.order_id, n.state = 'void' as back
              from new_parcels n join old_parcels o on o.id = n.id join carton c on c.id = n.carton_id and c.cooperative_id is not null
              where (parcel_rank(o.state) < 20 and parcel_rank(n.state) between 20 and 50) or (o.state = 'packed' and n.state = 'void')) moved
        group by carton_id, order_id, back;
        return null;
      end $$;
      create trigger parcel_uses_cartons after update on parcel referencing old table as old_parcels new table as new_parcels
        for each statement execute function parcel_uses_cartons();

      drop index rate_card_one_active;
      alter table rate_card
        drop column active,
        add column cooperative_id text,
        add column valid_from date not null default '2020-01-01',
        add column valid_to date,
        add column made_by text,
        add column withdrawn_at timestamptz,
        add constraint rate_card_days check (valid_to >= valid_from);
      alter table rate_card alter column valid_from drop default;
      create unique index rate_card_first_day_once on rate_card (coalesce(cooperative_id, ''), carrier, service, upper(currency), valid_from)
        where withdrawn_at is null;
      create index rate_card_of_cooperative on rate_card (cooperative_id, created_at desc, id desc);

      alter table parcel add column rate_card_id text references rate_card (id), add column billed_g bigint check (billed_g > 0);
      update parcel p set rate_card_id = r.id from rate_card r
        where r.carrier = p.carrier and r.service = p.service and upper(r.currency) = upper(p.currency);
      create index parcel_of_rate_card on parcel (rate_card_id);

      create function rate_card_stays() returns trigger language plpgsql as $$
      begin
        if tg_op = 'DELETE' or (new.id, new.cooperative_id, new.carrier, new.service, new.currency, new.card, new.example, new.valid_from, new.made_by, new.created_at)
           is distinct from (old.id, old.cooperative_id, old.carrier, old.service, old.currency, old.card, old.example, old.valid_from, old.made_by, old.created_at) then
          raise exception 'a rate card never changes: enter a new one' using errcode = 'restrict_violation';
        end if;
        if new.withdrawn_at is distinct from old.withdrawn_at
           and (old.withdrawn_at is not null or exists (select from parcel p where p.rate_card_id = old.id)) then
          raise exception 'this rate card has priced parcels: it can end, not be withdrawn' using errcode = 'restrict_violation';
        end if;
        return new;
      end $$;
      create trigger rate_card_stays before update or delete on rate_card for each row execute function rate_card_stays();
    `);
  }

  override down(): void {
    this.addSql(`
      drop trigger if exists rate_card_stays on rate_card;
      drop trigger if exists parcel_uses_cartons on parcel;
      drop trigger if exists carton_measures_stay on carton;
      drop function if exists rate_card_stays, parcel_uses_cartons, carton_movement_stays, carton_measures_stay cascade;
      drop table if exists carton_movement;
      alter table parcel drop column if exists rate_card_id, drop column if exists billed_g, drop column if exists carton_id;
      delete from rate_card where cooperative_id is not null;
      alter table rate_card drop column if exists cooperative_id, drop column if exists valid_from, drop column if exists valid_to,
        drop column if exists made_by, drop column if exists withdrawn_at, add column active boolean not null default true;
      create unique index rate_card_one_active on rate_card (carrier, service, currency) where active;
      delete from carton where cooperative_id is not null;
      alter table carton drop constraint carton_pkey, drop column id, drop column cooperative_id, drop column inner_length_mm,
        drop column inner_width_mm, drop column inner_height_mm, drop column changed_by, add primary key (code);
      alter table parcel add constraint parcel_carton_fkey foreign key (carton) references carton (code);
    `);
  }
}
