import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../lib/keyset";
import type { Sql } from "../../lib/sql";
import { row, rows } from "../../lib/sql";

/**
 * The figures of a pool at the end of a day, in base units. Always
 * `in + returned + adjusted + split = sold + held + left + lost`: adjusted and split carry their sign.
 */
export interface PoolFigures {
  day: string;
  in: number;
  returned: number;
  adjusted: number;
  split: number;
  sold: number;
  lost: number;
  on_hand: number;
  held: number;
  left: number;
  kept_apart: number;
  lots: number;
  households: number;
}

/** Figures whose rows are movements, with the kinds that make each. */
const MOVED = {
  in: ["intake"],
  returned: ["return"],
  adjusted: ["adjust"],
  split: ["split"],
  sold: ["ship"],
  lost: ["waste"],
  on_hand: ["intake", "return", "adjust", "split", "ship", "waste"],
  held: ["hold", "release", "ship"],
} as const;
export const MOVED_FIGURES = Object.keys(MOVED) as (keyof typeof MOVED)[];
export type MovedFigure = keyof typeof MOVED;
/** Figures whose rows are what lies there now. */
export const STANDING_FIGURES = ["left", "kept_apart", "promised"] as const;
export type StandingFigure = (typeof STANDING_FIGURES)[number];

export interface FigureRow {
  id: string;
  at: Date;
  at_key: string;
  kind: string;
  lot_number: string | null;
  units: number;
  reason: string;
  person: string;
  source: string;
}

const NONE: Omit<PoolFigures, "day"> = {
  in: 0,
  returned: 0,
  adjusted: 0,
  split: 0,
  sold: 0,
  lost: 0,
  on_hand: 0,
  held: 0,
  left: 0,
  kept_apart: 0,
  lots: 0,
  households: 0,
};

const COLUMNS = `d.intake::float8 as in, d.returned::float8 as returned, d.adjusted::float8 as adjusted, d.split::float8 as split,
  (-d.shipped)::float8 as sold, (-d.wasted)::float8 as lost, d.on_hand::float8 as on_hand, d.held::float8 as held,
  (d.on_hand - d.held)::float8 as left, d.kept_apart::float8 as kept_apart, d.lots::float8 as lots, d.households::float8 as households`;

/** Why a pool is at what it is at, on any day: its figures, and the rows that make each. */
export class Figures {
  constructor(private readonly sql: Knex) {}

  /** As kept by the day; one row is read, however long the history. Today is the pool's own. */
  async at(pool_id: string, day?: string): Promise<PoolFigures> {
    const found = await row<PoolFigures>(
      this.sql,
      `select coalesce(?::date, (now() at time zone p.tz)::date)::text as day, ${COLUMNS}
       from pool p left join lateral (
         select * from pool_day d where d.pool_id = p.id and d.day <= coalesce(?::date, (now() at time zone p.tz)::date)
         order by d.day desc limit 1) d on true
       where p.id = ?`,
      [day ?? null, day ?? null, pool_id] as never,
    );
    if (!found) throw new Error(`no pool ${pool_id}`);
    return found.in === null ? { ...NONE, day: found.day } : found;
  }

  /**
   * The same figures, added up anew from the movements to the end of a day: slower the longer the history, and the proof
   * that what is kept by the day is right.
   */
  async replay(pool_id: string, day: string): Promise<Omit<PoolFigures, "lots" | "households" | "kept_apart">> {
    const found = await row<Omit<PoolFigures, "day" | "lots" | "households" | "kept_apart">>(
      this.sql,
      `select coalesce(sum(on_hand_delta) filter (where kind = 'intake'), 0)::float8 as in,
              coalesce(sum(on_hand_delta) filter (where kind = 'return'), 0)::float8 as returned,
              coalesce(sum(on_hand_delta) filter (where kind = 'adjust'), 0)::float8 as adjusted,
              coalesce(sum(on_hand_delta) filter (where kind = 'split'), 0)::float8 as split,
              coalesce(-sum(on_hand_delta) filter (where kind = 'ship'), 0)::float8 as sold,
              coalesce(-sum(on_hand_delta) filter (where kind = 'waste'), 0)::float8 as lost,
              coalesce(sum(on_hand_delta), 0)::float8 as on_hand, coalesce(sum(held_delta), 0)::float8 as held,
              coalesce(sum(on_hand_delta - held_delta), 0)::float8 as left
       from lot_movement m join pool p on p.id = m.pool_id
       where m.pool_id = ? and (m.at at time zone p.tz)::date <= ?::date`,
      [pool_id, day],
    );
    if (!found) throw new Error("a sum without a row");
    return { day, ...found };
  }

  /** One page of the movements that make a figure, newest first, to the end of a day. */
  async movements(input: {
    pool_id: string;
    figure: MovedFigure;
    day?: string | undefined;
    cursor?: string | undefined;
    limit: number;
  }): Promise<FigureRow[]> {
    const place = placeOf(input.cursor);
    const column = input.figure === "held" ? "held_delta" : "on_hand_delta";
    // One index scan a kind, each at most a page long: a single scan would pass over a year of other kinds.
    const parts = MOVED[input.figure].map(
      () => `(select m.id, m.at, m.kind, m.lot_id, m.${column} as units, m.reason, m.person, m.source
        from lot_movement m where m.pool_id = ? and m.kind = ? and (m.at, m.id) < (?::timestamptz, ?) and m.at < bound.until
        order by m.at desc, m.id desc limit ?)`,
    );
    const bindings = MOVED[input.figure].flatMap((kind) => [input.pool_id, kind, place.at, place.id, input.limit]);
    return rows<FigureRow>(
      this.sql,
      `with bound as (
         select coalesce((?::date + 1)::timestamp at time zone p.tz, 'infinity') as until from pool p where p.id = ?
       )
       select f.id, f.at, ${atKey("f.at")}, f.kind, l.number as lot_number, f.units::float8 as units, f.reason, f.person, f.source
       from bound, lateral (${parts.join(" union all ")}) f left join lot l on l.id = f.lot_id
       order by f.at desc, f.id desc limit ?`,
      [input.day ?? null, input.pool_id, ...bindings, input.limit] as never,
    );
  }

  /** One page of what a standing figure is made of now: free lots, what is kept apart, or open holds. Largest page first to expire. */
  async standing(input: {
    pool_id: string;
    figure: StandingFigure;
    cursor?: string | undefined;
    limit: number;
  }): Promise<FigureRow[]> {
    const place = placeOf(input.cursor);
    if (input.figure === "promised") return openHoldRows(this.sql, input.pool_id, place, input.limit);
    const [units, only] =
      input.figure === "left"
        ? ["l.sellable_units - l.allocated - l.wasted", "l.allocated + l.wasted < l.sellable_units"]
        : ["l.kept_apart_units", "l.kept_apart_units > 0"];
    return rows<FigureRow>(
      this.sql,
      `select l.id, l.created_at as at, ${atKey("l.created_at")}, 'lot' as kind, l.number as lot_number, (${units})::float8 as units,
              coalesce(l.best_before::text, '') as reason, l.weigher_id as person, l.household_id as source
       from lot l where l.pool_id = ? and ${only} and (l.created_at, l.id) < (?::timestamptz, ?)
       order by l.created_at desc, l.id desc limit ?`,
      [input.pool_id, place.at, place.id, input.limit] as never,
    );
  }

  /** Figures of many pools as they are now: one row each. */
  async now(pool_ids: readonly string[]): Promise<Map<string, PoolFigures>> {
    const found = await rows<PoolFigures & { pool_id: string }>(
      this.sql,
      `select p.id as pool_id, d.day::text as day, ${COLUMNS} from pool p
       join lateral (select * from pool_day d where d.pool_id = p.id order by d.day desc limit 1) d on true
       where p.id = any(?)`,
      [[...pool_ids]],
    );
    return new Map(found.map(({ pool_id, ...figures }) => [pool_id, figures]));
  }
}

/** Holds of a pool that still promise something, with what they promise beside what has shipped. */
function openHoldRows(
  sql: Sql,
  pool_id: string,
  place: { at: string; id: string },
  limit: number,
): Promise<FigureRow[]> {
  return rows<FigureRow>(
    sql,
    `select h.id, h.created_at as at, ${atKey("h.created_at")}, h.kind, null as lot_number,
            (hl.units - coalesce((select sum(a.shipped) from allocation a where a.order_id = h.order_id and a.pool_id = hl.pool_id), 0))::float8 as units,
            h.state as reason, h.made_by as person, coalesce(h.order_id, h.owner_id) as source
     from hold h join hold_line hl on hl.hold_id = h.id and hl.pool_id = ?
     where h.state in ('soft', 'pending', 'confirmed') and (h.created_at, h.id) < (?::timestamptz, ?)
     order by h.created_at desc, h.id desc limit ?`,
    [pool_id, place.at, place.id, limit],
  );
}
