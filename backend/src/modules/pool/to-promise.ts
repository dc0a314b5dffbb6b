import { deliveredRatio, expectedUnits, toPromise, type ComingHarvest, type ToPromise } from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { groupBy } from "../../lib/group-by";
import { rows } from "../../lib/sql";
import { CartHolds } from "./cart-holds";
import { BROUGHT } from "./forecasts";

interface Harvest {
  pool_id: string;
  household_id: string;
  ready_from: string;
  ready_to: string;
  units: number;
  declared: number | null;
  delivered: number | null;
}

/** What can be had of pools by which day: what is free, and what households say they will bring, weighed by what each brought before. */
export class PromisesOfPools {
  constructor(private readonly sql: Knex) {}

  /** Pool id -> what can be promised of it, and what is expected; three queries for any number of pools. */
  async of(pool_ids: readonly string[], today: string): Promise<Map<string, ToPromise>> {
    const [free, harvests, waited] = await Promise.all([
      new CartHolds(this.sql).available("", pool_ids),
      this.harvests(pool_ids, today),
      this.waitedFor(pool_ids),
    ]);
    return new Map(
      pool_ids.map((pool_id) => [
        pool_id,
        toPromise({
          free_units: free.get(pool_id) ?? 0,
          waited_for_units: waited.get(pool_id) ?? 0,
          coming: harvests.get(pool_id) ?? [],
        }),
      ]),
    );
  }

  /** Open declarations whose last day is not past, less what was brought of each since. */
  private async harvests(pool_ids: readonly string[], today: string): Promise<Map<string, ComingHarvest[]>> {
    const found = await rows<Harvest>(
      this.sql,
      `select f.pool_id, f.household_id, greatest(f.ready_from, ?::date)::text as ready_from, f.ready_to::text as ready_to,
              greatest(0, f.units - ${BROUGHT})::float8 as units, p.declared_units::float8 as declared, p.delivered_units::float8 as delivered
       from forecast f join pool pl on pl.id = f.pool_id and pl.status = 'open'
       left join forecast_past p on p.household_id = f.household_id and p.produce = f.produce
       where f.state = 'declared' and f.ready_to >= ?::date and f.pool_id = any(?)`,
      [today, today, [...pool_ids]],
    );
    const byPool = groupBy(found, (one) => one.pool_id);
    return new Map(
      [...byPool].map(([pool_id, all]) => [
        pool_id,
        all.map(({ household_id, ready_from, ready_to, units, declared, delivered }) => ({
          household_id,
          ready_from,
          ready_to,
          expected_units: expectedUnits(
            units,
            declared === null || delivered === null ? null : deliveredRatio({ declared, delivered }),
          ),
        })),
      ]),
    );
  }

  /** Owed out of what is still to come: pre-orders that wait, and paid packs that fell short. */
  private async waitedFor(pool_ids: readonly string[]): Promise<Map<string, number>> {
    const found = await rows<{ pool_id: string; units: number }>(
      this.sql,
      `select pool_id, sum(units)::float8 as units from (
         select q.pool_id, q.packs * q.units_per_pack - coalesce(l.units, 0) as units from preorder q
         left join hold h on h.kind = 'preorder' and h.owner_id = q.id left join hold_line l on l.hold_id = h.id and l.pool_id = q.pool_id
         where q.pool_id = any(?) and q.state = 'waiting'
         union all
         select w.pool_id, w.packs * w.pack_units from short_wait w where w.pool_id = any(?) and w.state = 'waiting') owed group by pool_id`,
      [[...pool_ids], [...pool_ids]],
    );
    return new Map(found.map((one) => [one.pool_id, one.units]));
  }
}
