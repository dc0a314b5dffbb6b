import { Migration } from "@medusajs/framework/mikro-orm/migrations";

const SUMS = ["intake", "returned", "adjusted", "split", "wasted", "shipped"] as const;
const KIND: Readonly<Record<(typeof SUMS)[number], string>> = {
  intake: "intake",
  returned: "return",
  adjusted: "adjust",
  split: "split",
  wasted: "waste",
  shipped: "ship",
};
const COLUMNS = [...SUMS, "on_hand", "held", "kept_apart", "lots", "households"] as const;
const NEW_LOT = `(m.kind = 'intake' or m.kind = 'split' and m.on_hand_delta >= 0)`;

/**
 * The figures by the day, kept by three statements for all pools of a write instead of three for each: a group of a hundred
 * carts on a hundred pools is one write.
 */
export class Migration20261125000135 extends Migration {
  override up(): void {
    this.addSql(`
      create or replace function keep_pool_days() returns trigger language plpgsql as $$
      begin
        -- A day that is new begins with the sums of the last one before it.
        insert into pool_day (pool_id, day, ${COLUMNS.join(", ")})
        select d.pool_id, d.day, ${COLUMNS.map((column) => `coalesce(b.${column}, 0)`).join(", ")}
        from (select distinct m.pool_id, (m.at at time zone p.tz)::date as day from made m join pool p on p.id = m.pool_id) d
        left join lateral (select * from pool_day x where x.pool_id = d.pool_id and x.day < d.day order by x.day desc limit 1) b on true
        where not exists (select from pool_day y where y.pool_id = d.pool_id and y.day = d.day)
        on conflict do nothing;

        -- Every day from then on has what was written; several days of one write are summed first.
        update pool_day pd set ${[...SUMS, "on_hand", "held"].map((column) => `${column} = pd.${column} + x.${column}`).join(", ")}
        from (
          select t.pool_id, t.day, ${[...SUMS, "on_hand", "held"].map((column) => `sum(d.${column}) as ${column}`).join(", ")}
          from (
            select m.pool_id, (m.at at time zone p.tz)::date as day, sum(m.on_hand_delta) as on_hand, sum(m.held_delta) as held,
              ${SUMS.map((sum) => `coalesce(sum(m.on_hand_delta) filter (where m.kind = '${KIND[sum]}'), 0) as ${sum}`).join(", ")}
            from made m join pool p on p.id = m.pool_id group by 1, 2
          ) d join pool_day t on t.pool_id = d.pool_id and t.day >= d.day group by 1, 2
        ) x where pd.pool_id = x.pool_id and pd.day = x.day;

        if exists (select from made m where ${NEW_LOT}) then
          with new_lots as (
            select m.pool_id, (m.at at time zone p.tz)::date as day, l.household_id, l.kept_apart_units
            from made m join pool p on p.id = m.pool_id join lot l on l.id = m.lot_id where ${NEW_LOT}
          ), added as (
            insert into pool_household (pool_id, household_id) select distinct pool_id, household_id from new_lots
            on conflict do nothing returning pool_id, household_id
          ), first_days as (
            select a.pool_id, min(n.day) as day from added a join new_lots n using (pool_id, household_id) group by a.pool_id, a.household_id
          ), d as (
            select pool_id, day, count(*) as lots, sum(kept_apart_units) as kept_apart, 0 as households from new_lots group by 1, 2
            union all
            select pool_id, day, 0, 0, count(*) from first_days group by 1, 2
          )
          update pool_day pd set lots = pd.lots + x.lots, kept_apart = pd.kept_apart + x.kept_apart, households = pd.households + x.households
          from (
            select t.pool_id, t.day, sum(d.lots) as lots, sum(d.kept_apart) as kept_apart, sum(d.households) as households
            from d join pool_day t on t.pool_id = d.pool_id and t.day >= d.day group by 1, 2
          ) x where pd.pool_id = x.pool_id and pd.day = x.day;
        end if;
        return null;
      end $$;
    `);
  }

  /** The function of the migration before keeps the same rows; there is nothing to take back. */
  override down(): void {}
}
