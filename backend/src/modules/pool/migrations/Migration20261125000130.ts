import { Migration } from "@medusajs/framework/mikro-orm/migrations";

/**
 * The figures of a pool as they were at the end of every day, kept by a trigger on the movements: no writer can forget
 * them, no page has to add up history (docs/adr/0017). What a lot may sell follows its movements: corrections, splits and
 * returns change it after the intake, so it is no longer bound by what was weighed.
 */
export class Migration20261125000130 extends Migration {
  override up(): void {
    this.addSql(`
      alter table pool add column tz text not null default 'Asia/Shanghai';

      alter table lot
        drop constraint if exists lot_check,
        add constraint lot_sellable_not_negative check (sellable_units >= 0),
        add column kept_apart_units bigint,
        add column returned bigint not null default 0 check (returned >= 0),
        add column parent_lot_id text references lot (id),
        add constraint lot_returned_within_shipped check (returned <= shipped);
      update lot set kept_apart_units = units - sellable_units;
      create function lot_kept_apart() returns trigger language plpgsql as $$
      begin
        new.kept_apart_units := coalesce(new.kept_apart_units, new.units - new.sellable_units);
        return new;
      end $$;
      create trigger lot_kept_apart before insert on lot for each row execute function lot_kept_apart();
      alter table lot alter column kept_apart_units set not null,
        add constraint lot_kept_apart_within_units check (kept_apart_units >= 0 and kept_apart_units <= units);

      drop index lot_of_household, lot_of_cooperative;
      create index lot_of_household on lot (household_id, created_at desc, id desc);
      create index lot_of_cooperative on lot (cooperative_id, created_at desc, id desc);
      create index lot_by_pool on lot (pool_id, created_at desc, id desc);
      create index lot_left on lot (pool_id, created_at desc, id desc) where allocated + wasted < sellable_units;
      create index lot_on_hand on lot (pool_id, created_at, id) where sellable_units > wasted + shipped;
      create index lot_kept_apart on lot (pool_id, created_at, id) where kept_apart_units > 0;
      create index lot_expiring on lot (cooperative_id, best_before, id)
        where best_before is not null and sellable_units > wasted + shipped;
      create index lot_parent on lot (parent_lot_id) where parent_lot_id is not null;

      alter table lot_movement drop constraint lot_movement_kind_check,
        add constraint lot_movement_kind_check
          check (kind in ('intake', 'hold', 'release', 'ship', 'waste', 'adjust', 'return', 'split'));
      drop index lot_movement_of_pool;
      create index lot_movement_of_pool on lot_movement (pool_id, at desc, id desc);
      create index lot_movement_of_kind on lot_movement (pool_id, kind, at desc, id desc);

      create table pool_household (
        pool_id text not null references pool (id),
        household_id text not null,
        primary key (pool_id, household_id)
      );

      create table pool_day (
        pool_id text not null references pool (id),
        day date not null,
        intake bigint not null default 0,
        returned bigint not null default 0,
        adjusted bigint not null default 0,
        split bigint not null default 0,
        wasted bigint not null default 0,
        shipped bigint not null default 0,
        on_hand bigint not null default 0,
        held bigint not null default 0,
        kept_apart bigint not null default 0,
        lots bigint not null default 0,
        households bigint not null default 0,
        primary key (pool_id, day),
        constraint pool_day_adds_up check (on_hand = intake + returned + adjusted + split + wasted + shipped)
      ) with (fillfactor = 50);

      create function keep_pool_days() returns trigger language plpgsql as $$
      declare
        d record;
        fresh bigint;
      begin
        for d in
          select m.pool_id, (m.at at time zone p.tz)::date as day,
            coalesce(sum(m.on_hand_delta) filter (where m.kind = 'intake'), 0) as intake,
            coalesce(sum(m.on_hand_delta) filter (where m.kind = 'return'), 0) as returned,
            coalesce(sum(m.on_hand_delta) filter (where m.kind = 'adjust'), 0) as adjusted,
            coalesce(sum(m.on_hand_delta) filter (where m.kind = 'split'), 0) as split,
            coalesce(sum(m.on_hand_delta) filter (where m.kind = 'waste'), 0) as wasted,
            coalesce(sum(m.on_hand_delta) filter (where m.kind = 'ship'), 0) as shipped,
            sum(m.on_hand_delta) as on_hand, sum(m.held_delta) as held,
            bool_or(m.kind = 'intake' or m.kind = 'split' and m.on_hand_delta >= 0) as with_lots
          from made m join pool p on p.id = m.pool_id group by 1, 2 order by 1, 2
        loop
          if not exists (select from pool_day where pool_id = d.pool_id and day = d.day) then
            insert into pool_day (pool_id, day, intake, returned, adjusted, split, wasted, shipped, on_hand, held, kept_apart, lots, households)
            select d.pool_id, d.day, coalesce(b.intake, 0), coalesce(b.returned, 0), coalesce(b.adjusted, 0), coalesce(b.split, 0),
              coalesce(b.wasted, 0), coalesce(b.shipped, 0), coalesce(b.on_hand, 0), coalesce(b.held, 0), coalesce(b.kept_apart, 0),
              coalesce(b.lots, 0), coalesce(b.households, 0)
            from (select 1) one left join lateral
              (select * from pool_day x where x.pool_id = d.pool_id and x.day < d.day order by x.day desc limit 1) b on true
            on conflict do nothing;
          end if;
          update pool_day set intake = intake + d.intake, returned = returned + d.returned, adjusted = adjusted + d.adjusted,
            split = split + d.split, wasted = wasted + d.wasted, shipped = shipped + d.shipped, on_hand = on_hand + d.on_hand,
            held = held + d.held
          where pool_id = d.pool_id and day >= d.day;
          if d.with_lots then
            with new_lots as (
              select l.household_id, l.kept_apart_units from made m join pool p on p.id = m.pool_id join lot l on l.id = m.lot_id
              where m.pool_id = d.pool_id and (m.at at time zone p.tz)::date = d.day
                and (m.kind = 'intake' or m.kind = 'split' and m.on_hand_delta >= 0)
            ), added as (
              insert into pool_household (pool_id, household_id) select distinct d.pool_id, household_id from new_lots
              on conflict do nothing returning 1
            )
            update pool_day set lots = lots + (select count(*) from new_lots),
              kept_apart = kept_apart + (select coalesce(sum(kept_apart_units), 0) from new_lots),
              households = households + (select count(*) from added)
            where pool_id = d.pool_id and day >= d.day;
          end if;
        end loop;
        return null;
      end $$;
      create trigger lot_movement_keep_days after insert on lot_movement
        referencing new table as made for each statement execute function keep_pool_days();

      insert into pool_household (pool_id, household_id) select distinct pool_id, household_id from lot;
      insert into pool_day (pool_id, day, intake, returned, adjusted, split, wasted, shipped, on_hand, held, kept_apart, lots, households)
      select pool_id, day,
        sum(intake) over w, sum(returned) over w, sum(adjusted) over w, 0, sum(wasted) over w, sum(shipped) over w,
        sum(on_hand) over w, sum(held) over w, sum(kept_apart) over w, sum(lots) over w, sum(households) over w
      from (
        select m.pool_id, (m.at at time zone p.tz)::date as day,
          coalesce(sum(m.on_hand_delta) filter (where m.kind = 'intake'), 0) as intake,
          coalesce(sum(m.on_hand_delta) filter (where m.kind = 'return'), 0) as returned,
          coalesce(sum(m.on_hand_delta) filter (where m.kind = 'adjust'), 0) as adjusted,
          coalesce(sum(m.on_hand_delta) filter (where m.kind = 'waste'), 0) as wasted,
          coalesce(sum(m.on_hand_delta) filter (where m.kind = 'ship'), 0) as shipped,
          sum(m.on_hand_delta) as on_hand, sum(m.held_delta) as held,
          coalesce(sum(l.kept_apart_units), 0) as kept_apart, count(l.id) as lots, count(*) filter (where first.lot_id = l.id) as households
        from lot_movement m join pool p on p.id = m.pool_id
        left join lot l on l.id = m.lot_id and m.kind = 'intake'
        left join (select distinct on (pool_id, household_id) id as lot_id from lot order by pool_id, household_id, created_at, id) first
          on first.lot_id = l.id
        group by 1, 2
      ) days window w as (partition by pool_id order by day);
    `);
  }

  override down(): void {
    this.addSql(`
      drop trigger if exists lot_movement_keep_days on lot_movement;
      drop function if exists keep_pool_days();
      drop table if exists pool_day, pool_household;
      drop index if exists lot_movement_of_pool, lot_movement_of_kind, lot_by_pool, lot_left, lot_on_hand, lot_kept_apart, lot_expiring, lot_parent;
      create index lot_movement_of_pool on lot_movement (pool_id, at);
      drop trigger if exists lot_kept_apart on lot;
      drop function if exists lot_kept_apart();
      alter table lot drop column kept_apart_units, drop column returned, drop column parent_lot_id;
      alter table pool drop column tz;
    `);
  }
}
