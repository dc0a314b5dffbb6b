import type { Sql } from "../../lib/sql";
import { row, rows } from "../../lib/sql";
import { POOL_COLUMNS } from "./queries";
import type { PoolRow } from "./types";

export interface PoolReport {
  pool: PoolRow;
  /** In = sold + held + left + lost, always, in base units. Kept apart: under a whole pack, not for sale. */
  figures: {
    in: number;
    sold: number;
    held: number;
    left: number;
    lost: number;
    kept_apart: number;
    lots: number;
    households: number;
  };
}

export interface LotReport {
  lot_id: string;
  number: string;
  pool_id: string;
  household_id: string;
  produce: string;
  grade: string;
  unit: "g" | "piece";
  harvested_on: string;
  best_before: string | null;
  units: number;
  sold: number;
  held: number;
  left: number;
  lost: number;
  created_at: Date;
}

export interface MovementReport {
  id: string;
  at: Date;
  kind: string;
  lot_number: string | null;
  on_hand_delta: number;
  held_delta: number;
  reason: string;
  person: string;
  source: string;
}

/** Rows of one page of a list: enough for a screen, small enough for a phone. */
const PAGE = 100;

const LOT_COLUMNS = `l.id as lot_id, l.number, l.pool_id, l.household_id, p.produce, l.grade, p.unit, l.harvested_on::text as harvested_on,
  l.best_before::text as best_before, l.units::float8 as units, l.shipped::float8 as sold, (l.allocated - l.shipped)::float8 as held,
  (l.units - l.allocated - l.wasted)::float8 as left, l.wasted::float8 as lost, l.created_at`;

export async function poolReport(sql: Sql, pool_id: string): Promise<PoolReport | undefined> {
  const pool = await row<PoolRow>(sql, `select ${POOL_COLUMNS} from pool where id = ?`, [pool_id]);
  if (!pool) return undefined;
  const sums = await row<{
    in: number;
    sold: number;
    lost: number;
    kept_apart: number;
    lots: number;
    households: number;
  }>(
    sql,
    `select coalesce(sum(sellable_units), 0)::float8 as in, coalesce(sum(shipped), 0)::float8 as sold,
            coalesce(sum(wasted), 0)::float8 as lost, coalesce(sum(units - sellable_units), 0)::float8 as kept_apart,
            count(*)::float8 as lots, count(distinct household_id)::float8 as households
     from lot where pool_id = ?`,
    [pool_id],
  );
  const figures = sums ?? { in: 0, sold: 0, lost: 0, kept_apart: 0, lots: 0, households: 0 };
  return { pool, figures: { ...figures, held: pool.held, left: pool.on_hand - pool.held } };
}

export function poolsOfCooperative(sql: Sql, cooperative_id: string): Promise<PoolRow[]> {
  return rows<PoolRow>(sql, `select ${POOL_COLUMNS} from pool where cooperative_id = ? order by produce, grade, id`, [
    cooperative_id,
  ]);
}

export function poolFor(
  sql: Sql,
  of: { cooperative_id: string; produce: string; grade: string; village_id: string; region_id: string },
): Promise<PoolRow | undefined> {
  return row<PoolRow>(
    sql,
    `select ${POOL_COLUMNS} from pool
     where cooperative_id = ? and produce = ? and grade = ?
       and (origin_kind = 'village' and origin_id = ? or origin_kind = 'region' and origin_id = ?)
     order by status = 'open' desc, origin_kind = 'village' desc, id limit 1`,
    [of.cooperative_id, of.produce, of.grade, of.village_id, of.region_id],
  );
}

export function poolsByInventoryItem(sql: Sql, inventory_item_ids: readonly string[]): Promise<PoolRow[]> {
  return rows<PoolRow>(sql, `select ${POOL_COLUMNS} from pool where inventory_item_id = any(?)`, [
    [...inventory_item_ids],
  ]);
}

/** From how many households a pool's goods come now, and between which days they were picked. */
export function originOfPool(sql: Sql, pool_id: string) {
  return row<{ households: number; harvested_from: string | null; harvested_to: string | null }>(
    sql,
    `select count(distinct household_id)::float8 as households, min(harvested_on)::text as harvested_from,
            max(harvested_on)::text as harvested_to
     from lot where pool_id = ? and shipped + wasted < sellable_units`,
    [pool_id],
  );
}

export function movementsOfPool(sql: Sql, pool_id: string, before?: string): Promise<MovementReport[]> {
  return rows<MovementReport>(
    sql,
    `select m.id, m.at, m.kind, l.number as lot_number, m.on_hand_delta::float8 as on_hand_delta, m.held_delta::float8 as held_delta,
            m.reason, m.person, m.source
     from lot_movement m left join lot l on l.id = m.lot_id
     where m.pool_id = ? and (?::timestamptz is null or m.at < ?::timestamptz)
     order by m.at desc, m.id limit ${PAGE}`,
    [pool_id, before ?? null, before ?? null] as never,
  );
}

export function lotsOfHousehold(sql: Sql, household_id: string): Promise<LotReport[]> {
  return rows<LotReport>(
    sql,
    `select ${LOT_COLUMNS} from lot l join pool p on p.id = l.pool_id where l.household_id = ? order by l.created_at desc, l.id limit ${PAGE}`,
    [household_id],
  );
}

export function lotsOfCooperative(
  sql: Sql,
  input: { cooperative_id: string; pool_id?: string; before?: string; limit?: number },
): Promise<LotReport[]> {
  return rows<LotReport>(
    sql,
    `select ${LOT_COLUMNS} from lot l join pool p on p.id = l.pool_id
     where l.cooperative_id = ? and (?::text is null or l.pool_id = ?::text) and (?::timestamptz is null or l.created_at < ?::timestamptz)
     order by l.created_at desc, l.id limit ?`,
    [
      input.cooperative_id,
      input.pool_id ?? null,
      input.pool_id ?? null,
      input.before ?? null,
      input.before ?? null,
      Math.min(input.limit ?? PAGE, PAGE),
    ] as never,
  );
}

/** Base units a household has handed in to a cooperative since a day: the season's total on its receipt. */
export async function seasonTotal(sql: Sql, household_id: string, produce: string, since: string): Promise<number> {
  const total = await row<{ units: number }>(
    sql,
    `select coalesce(sum(l.units), 0)::float8 as units from lot l join pool p on p.id = l.pool_id
     where l.household_id = ? and p.produce = ? and l.harvested_on >= ?`,
    [household_id, produce, since],
  );
  return total?.units ?? 0;
}
