import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { minimumOf } from "@commonlot/domain";
import { rows } from "../../lib/sql";
import { CYCLE_FIELDS, orderedOf } from "./queries";
import type { CycleRow } from "./types";

/** What households are told of a cycle that takes their goods. */
export type Told = "opened" | "minimum" | "ended";

/** Told at once; the rest at the next look. */
const PER_ROUND = 50;
/** Looked at for it: whether a minimum is reached is known only then, and those that wait for theirs must not hide the others. */
const LOOKED_AT = 5_000;
/** Longer than any house is down: what ended before was told. */
const LOOK_BACK_DAYS = 60;
const NOT_TOLD = (what: Told) =>
  `not exists (select 1 from cycle_told t where t.cycle_id = c.id and t.what = '${what}')`;

/** Which news of cycles their households have not heard yet. */
export class CycleTold {
  constructor(private readonly sql: Knex) {}

  /**
   * What is to be told now. A cycle that opened and closed while the house was down has only ended; of one that was called off before it
   * opened nobody has heard.
   */
  async due(now: Date): Promise<{ cycle: CycleRow; what: Told; pool_ids: string[] }[]> {
    const found = await rows<CycleRow & { what: Told; pool_ids: string[] }>(
      this.sql,
      `select ${CYCLE_FIELDS}, w.what, array(select distinct g.pool_id from cycle_good g where g.cycle_id = c.id order by 1) as pool_ids
       from order_cycle c cross join lateral (
         select 'opened' as what where c.state = 'published' and c.opens_at <= ? and c.closes_at > ? and ${NOT_TOLD("opened")}
         union all select 'minimum' where c.state = 'published' and c.opens_at <= ? and c.minimum_kind <> 'none' and ${NOT_TOLD("minimum")}
         union all select 'ended' where c.state in ('reached', 'missed', 'called_off') and c.opens_at <= c.ended_at
           and c.ended_at > ?::timestamptz - interval '${LOOK_BACK_DAYS} days' and ${NOT_TOLD("ended")}
       ) w order by w.what = 'minimum', c.opens_at, c.id, w.what limit ${LOOKED_AT}`,
      [now, now, now, now],
    );
    const waiting = found.flatMap((one) => (one.what === "minimum" ? [one.id] : []));
    const ordered = waiting.length === 0 ? undefined : await orderedOf(this.sql, waiting);
    const due = found.flatMap(({ what, pool_ids, ...cycle }) => {
      const minimum = { kind: cycle.minimum_kind, least: Number(cycle.minimum) };
      const have = ordered?.get(cycle.id) ?? { orders: 0, grams: 0 };
      return what === "minimum" && !minimumOf(minimum, have).reached ? [] : [{ cycle, what, pool_ids }];
    });
    return due.slice(0, PER_ROUND);
  }

  /** All were told. */
  async told(cycle_id: string, what: Told): Promise<void> {
    await this.sql.raw(`insert into cycle_told (cycle_id, what) values (?, ?) on conflict do nothing`, [
      cycle_id,
      what,
    ]);
  }
}
