import { Migration } from "@medusajs/framework/mikro-orm/migrations";

const KINDS = {
  intake: "intake",
  returned: "return",
  adjusted: "adjust",
  split: "split",
  wasted: "waste",
  shipped: "ship",
} as const;
const SUMS = Object.keys(KINDS) as (keyof typeof KINDS)[];
const COUNTED = [...SUMS, "on_hand", "held"];
const COLUMNS = [...COUNTED, "kept_apart", "lots", "households"];

/**
 * The figures by the day once more, with plans that stay right. A connection keeps the plan of a function for as long as it
 * lives: one made while there were few pools read all of them at every write when there were ten thousand. Here each pool is
 * looked up by its key, whatever the planner believed on the first day.
 */
export class Migration20261125000136 extends Migration {
  override up(): void {
    this.addSql(`
      create function begin_pool_day(of_pool text, on_day date) returns void language plpgsql set enable_seqscan = off as $$
      begin
        perform from pool_day where pool_id = of_pool and day = on_day;
        if found then return; end if;
        insert into pool_day (pool_id, day, ${COLUMNS.join(", ")})
        select of_pool, on_day, ${COLUMNS.map((column) => `coalesce(b.${column}, 0)`).join(", ")}
        from (select 1) one left join lateral
          (select * from pool_day x where x.pool_id = of_pool and x.day < on_day order by x.day desc limit 1) b on true
        on conflict do nothing;
      end $$;

      create or replace function keep_pool_days() returns trigger language plpgsql
      set enable_seqscan = off
      as $$
      declare
        d record;
      begin
        for d in
          select w.pool_id, w.day, sum(w.on_hand_delta) as on_hand, sum(w.held_delta) as held,
            ${SUMS.map((sum) => `coalesce(sum(w.on_hand_delta) filter (where w.kind = '${KINDS[sum]}'), 0) as ${sum}`).join(", ")},
            array_agg(w.lot_id) filter (where w.kind = 'intake' or w.kind = 'split' and w.on_hand_delta >= 0) as lots
          from (
            select m.*, (m.at at time zone (select p.tz from pool p where p.id = m.pool_id))::date as day from made m
          ) w group by 1, 2 order by 1, 2
        loop
          -- A day that is new begins with the sums of the last one before it.
          perform begin_pool_day(d.pool_id, d.day);
          update pool_day set ${COUNTED.map((column) => `${column} = ${column} + d.${column}`).join(", ")}
          where pool_id = d.pool_id and day >= d.day;
          if d.lots is not null then
            with new_lots as (
              select household_id, kept_apart_units from lot where id = any(d.lots)
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
    `);
  }

  /** The function of the migration before keeps the same rows; there is nothing to take back. */
  override down(): void {}
}
