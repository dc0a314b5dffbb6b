import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { PICKUP, TRUCK } from "@commonlot/domain";
import { inTransaction, rows } from "../../lib/sql";

/** Half of the parcels were there in `usual_days`, nine of ten in `latest_days`, counted from hand-over, at least one. */
export interface ArrivalTime {
  province_code: string;
  usual_days: number;
  latest_days: number;
}

/** Carriers change their ways with the year: older parcels say little. */
const LOOK_BACK_DAYS = 180;
/** Of fewer nothing is said. */
const MIN_PARCELS = 5;

/** How long parcels take, by what carriers reported of those that arrived. */
export class ArrivalTimes {
  constructor(private readonly sql: Knex) {}

  /** Counts all anew, in one statement: what has too few parcels by now is gone; what takes as long as before is not written, because pages watch it. */
  refresh(): Promise<void> {
    return inTransaction(this.sql, async (tx) => {
      await tx.raw(
        `with counted as (
           select cooperative_id, province_code, count(*) as parcels,
                  greatest(1, ceil(percentile_cont(0.5) within group (order by days))) as usual_days,
                  greatest(1, ceil(percentile_cont(0.9) within group (order by days))) as latest_days
           from (select cooperative_id, province_code, extract(epoch from delivered_at - handed_over_at) / 86400 as days from parcel
                 where state = 'delivered' and carrier not in ('${PICKUP.carrier}', '${TRUCK.carrier}') and delivered_at > now() - make_interval(days => ?) and delivered_at >= handed_over_at) p
           group by cooperative_id, province_code having count(*) >= ?),
         gone as (delete from arrival_time a where not exists (select 1 from counted c
                    where c.cooperative_id = a.cooperative_id and c.province_code = a.province_code))
         insert into arrival_time (cooperative_id, province_code, parcels, usual_days, latest_days)
         select cooperative_id, province_code, parcels, least(usual_days, 365), least(latest_days, 365) from counted
         order by cooperative_id, province_code
         on conflict (cooperative_id, province_code) do update set parcels = excluded.parcels, usual_days = excluded.usual_days,
           latest_days = excluded.latest_days, counted_at = now()
           where (arrival_time.usual_days, arrival_time.latest_days) is distinct from (excluded.usual_days, excluded.latest_days)`,
        [LOOK_BACK_DAYS, MIN_PARCELS],
      );
    });
  }

  of(cooperative_id: string): Promise<ArrivalTime[]> {
    return rows<ArrivalTime>(
      this.sql,
      `select province_code, usual_days, latest_days from arrival_time where cooperative_id = ? order by latest_days, province_code`,
      [cooperative_id],
    );
  }

  /** Of every cooperative that sent enough there. */
  toProvince(province_code: string): Promise<(Omit<ArrivalTime, "province_code"> & { cooperative_id: string })[]> {
    return rows(this.sql, `select cooperative_id, usual_days, latest_days from arrival_time where province_code = ?`, [
      province_code,
    ]);
  }
}
