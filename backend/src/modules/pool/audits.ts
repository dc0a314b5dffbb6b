import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { rows } from "../../lib/sql";

export interface PoolDay {
  day: string;
  intake: number;
  returned: number;
  adjusted: number;
  split: number;
  wasted: number;
  shipped: number;
  on_hand_before: number;
  on_hand_after: number;
  kept_apart: number;
}

export interface DayTickets {
  tickets: number;
  /** On the scale, gross less tare. */
  net: number;
  /** Of that, what the lots were accepted with. */
  accepted: number;
  kept_apart: number;
}

/** The pool's side of the weight-loss audit. The parcels' side is the parcel module's. */
export class Audits {
  constructor(private readonly sql: Knex) {}

  /** Each day on which something moved, newest first. Signed as it changed what is on hand. */
  days(input: { pool_id: string; from: string; to: string; limit: number }): Promise<PoolDay[]> {
    return rows<PoolDay>(
      this.sql,
      // The last day before them comes along, to be taken off the first of them.
      `with days as (
         select day, (intake - lag(intake, 1, 0::bigint) over w) as intake, (returned - lag(returned, 1, 0::bigint) over w) as returned, (adjusted - lag(adjusted, 1, 0::bigint) over w) as adjusted, (split - lag(split, 1, 0::bigint) over w) as split, (wasted - lag(wasted, 1, 0::bigint) over w) as wasted, (shipped - lag(shipped, 1, 0::bigint) over w) as shipped, (kept_apart - lag(kept_apart, 1, 0::bigint) over w) as kept_apart,
           lag(on_hand, 1, 0::bigint) over w as on_hand_before, on_hand as on_hand_after
         from (
           select * from pool_day where pool_id = ? and day between ?::date and ?::date
           union all
           (select * from pool_day where pool_id = ? and day < ?::date order by day desc limit 1)
         ) d window w as (order by day)
       )
       select day::text as day, intake::float8 as intake, returned::float8 as returned, adjusted::float8 as adjusted, split::float8 as split,
              wasted::float8 as wasted, shipped::float8 as shipped, kept_apart::float8 as kept_apart,
              on_hand_before::float8 as on_hand_before, on_hand_after::float8 as on_hand_after
       from days where day >= ?::date order by day desc limit ?`,
      [input.pool_id, input.from, input.to, input.pool_id, input.from, input.from, input.limit],
    );
  }

  /** Accepted by the weigh tickets of each day, from the lots themselves; lots split off are no tickets. */
  async tickets(input: { pool_id: string; from: string; to: string }): Promise<Map<string, DayTickets>> {
    const found = await rows<DayTickets & { day: string }>(
      this.sql,
      `select (l.created_at at time zone p.tz)::date::text as day, count(*)::float8 as tickets,
              sum(case when p.unit = 'g' and l.gross_g is not null then l.gross_g - coalesce(l.tare_g, 0) else l.units end)::float8 as net,
              sum(l.units)::float8 as accepted,
              -- As it was kept apart at the intake: what signed corrections moved since is no matter of the ticket.
              sum(l.kept_apart_units - coalesce((select sum(c.kept_apart_delta) from lot_correction c
                                                 where c.lot_id = l.id and c.state = 'signed'), 0))::float8 as kept_apart
       from pool p join lot l on l.pool_id = p.id and l.created_at >= ?::date::timestamp at time zone p.tz
         and l.created_at < (?::date + 1)::timestamp at time zone p.tz and l.parent_lot_id is null
       where p.id = ? group by 1`,
      [input.from, input.to, input.pool_id],
    );
    return new Map(found.map(({ day, ...sums }) => [day, sums]));
  }

  /** Units of a pool that each handover shipped on each day, by the ledger, with the handovers' ids. */
  async shippedBy(input: {
    pool_id: string;
    from: string;
    to: string;
  }): Promise<{ day: string; source: string; units: number }[]> {
    return rows(
      this.sql,
      `select (m.at at time zone p.tz)::date::text as day, m.source, (-sum(m.on_hand_delta))::float8 as units
       from pool p join lot_movement m on m.pool_id = p.id and m.kind = 'ship' and m.at >= ?::date::timestamp at time zone p.tz
         and m.at < (?::date + 1)::timestamp at time zone p.tz
       where p.id = ? group by 1, 2 order by 1, 2`,
      [input.from, input.to, input.pool_id],
    );
  }
}
