import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { atKey, placeOf } from "../../lib/keyset";
import type { Sql } from "../../lib/sql";
import { row, rows } from "../../lib/sql";
import { Figures, type PoolFigures } from "./figures";
import { POOL_COLUMNS, poolById } from "./queries";
import type { PoolRow } from "./types";

export interface PoolReport {
  pool: PoolRow;
  /** In + returned + adjusted + split = sold + held + left + lost, always, in base units. Kept apart: under a whole pack, not for sale. */
  figures: PoolFigures;
}

export interface LotReport {
  id: string;
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
  /** Signed: corrections after the intake, and what was split off or came in by a split. units + changed = sold + held + left + lost. */
  changed: number;
  created_at: Date;
  at_key: string;
}

export interface MovementReport {
  id: string;
  at: Date;
  at_key: string;
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

const LOT_COLUMNS = `l.id, l.id as lot_id, l.number, l.pool_id, l.household_id, p.produce, l.grade, p.unit, l.harvested_on::text as harvested_on,
  l.best_before::text as best_before, l.units::float8 as units, (l.shipped - l.returned)::float8 as sold,
  (l.allocated - l.shipped)::float8 as held, (l.sellable_units + l.kept_apart_units - l.allocated - l.wasted)::float8 as left,
  l.wasted::float8 as lost, (l.sellable_units - l.returned + l.kept_apart_units - l.units)::float8 as changed, l.created_at,
  ${atKey("l.created_at")}`;

export async function poolReport(sql: Knex, pool_id: string): Promise<PoolReport | undefined> {
  const pool = await poolById(sql, pool_id);
  return pool && { pool, figures: await new Figures(sql).at(pool_id) };
}

export function poolsOfCooperative(sql: Sql, cooperative_id: string): Promise<PoolRow[]> {
  return rows<PoolRow>(sql, `select ${POOL_COLUMNS} from pool where cooperative_id = ? order by produce, grade, id`, [
    cooperative_id,
  ]);
}

/** Households with goods in these pools that have not left yet, by id behind `after`. */
export async function householdsOfPools(
  sql: Sql,
  { pool_ids, after, limit }: { pool_ids: readonly string[]; after: string; limit: number },
): Promise<string[]> {
  const found = await rows<{ household_id: string }>(
    sql,
    `select distinct household_id from lot where pool_id = any(?) and shipped + wasted < sellable_units and household_id > ?
     order by household_id limit ?`,
    [[...pool_ids], after, limit],
  );
  return found.map(({ household_id }) => household_id);
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
     from lot where pool_id = ? and sellable_units > wasted + shipped`,
    [pool_id],
  );
}

export function movementsOfPool(
  sql: Sql,
  input: { pool_id: string; cursor?: string | undefined; limit?: number | undefined },
): Promise<MovementReport[]> {
  const place = placeOf(input.cursor);
  return rows<MovementReport>(
    sql,
    `select m.id, m.at, ${atKey("m.at")}, m.kind, l.number as lot_number, m.on_hand_delta::float8 as on_hand_delta,
            m.held_delta::float8 as held_delta, m.reason, m.person, m.source
     from lot_movement m left join lot l on l.id = m.lot_id
     where m.pool_id = ? and (m.at, m.id) < (?::timestamptz, ?) order by m.at desc, m.id desc limit ?`,
    [input.pool_id, place.at, place.id, Math.min(input.limit ?? PAGE, PAGE)],
  );
}

export function lotsOfHousehold(
  sql: Sql,
  household_id: string,
  input: { cursor?: string | undefined; limit?: number | undefined } = {},
): Promise<LotReport[]> {
  const place = placeOf(input.cursor);
  return rows<LotReport>(
    sql,
    `select ${LOT_COLUMNS} from lot l join pool p on p.id = l.pool_id
     where l.household_id = ? and l.returned_for is null and (l.created_at, l.id) < (?::timestamptz, ?) order by l.created_at desc, l.id desc limit ?`,
    [household_id, place.at, place.id, Math.min(input.limit ?? PAGE, PAGE)],
  );
}

export interface LotsAsked {
  cooperative_id: string;
  pool_id?: string | undefined;
  /** Only lots of which something is still here. */
  here?: boolean | undefined;
  /** The lot with this receipt number, and lots of these households. */
  find?: { number: string; household_ids: readonly string[] } | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** Lots of a cooperative, or of one of its pools, newest first: by index whether all are asked for or those of some households. */
export function lotsOfCooperative(sql: Sql, input: LotsAsked): Promise<LotReport[]> {
  const place = placeOf(input.cursor);
  const limit = Math.min(input.limit ?? PAGE, PAGE);
  const here = input.here ? "and l.sellable_units + l.kept_apart_units > l.wasted + l.shipped" : "";
  const within = `(l.created_at, l.id) < (?::timestamptz, ?) ${here}`;
  const end = `order by l.created_at desc, l.id desc limit ?`;
  const select = `select ${LOT_COLUMNS} from lot l join pool p on p.id = l.pool_id`;
  if (!input.find) {
    const [column, of] = input.pool_id ? ["l.pool_id", input.pool_id] : ["l.cooperative_id", input.cooperative_id];
    return rows<LotReport>(sql, `${select} where ${column} = ? and l.cooperative_id = ? and ${within} ${end}`, [
      of,
      input.cooperative_id,
      place.at,
      place.id,
      limit,
    ]);
  }
  const pool_id = input.pool_id ?? null;
  return rows<LotReport>(
    sql,
    `with hit as (
       select id from lot where number = upper(?)
       union
       select x.id from unnest(?::text[]) as h (id) cross join lateral (
         select l.id from lot l where l.household_id = h.id and (?::text is null or l.pool_id = ?::text) and ${within} ${end}) x)
     ${select} join hit on hit.id = l.id
     where l.cooperative_id = ? and (?::text is null or l.pool_id = ?::text) and ${within} ${end}`,
    [
      input.find.number,
      [...input.find.household_ids],
      pool_id,
      pool_id,
      place.at,
      place.id,
      limit,
      input.cooperative_id,
      pool_id,
      pool_id,
      place.at,
      place.id,
      limit,
    ],
  );
}

/** Base units a household has handed in to a cooperative since a day: the season's total on its receipt. */
export async function seasonTotal(sql: Sql, household_id: string, produce: string, since: string): Promise<number> {
  const total = await row<{ units: number }>(
    sql,
    `select coalesce(sum(l.units + coalesce(c.delta, 0)), 0)::float8 as units from lot l join pool p on p.id = l.pool_id
     left join lateral (select sum(delta_units) as delta from lot_correction where lot_id = l.id and state = 'signed') c on true
     where l.household_id = ? and p.produce = ? and l.harvested_on >= ? and l.parent_lot_id is null`,
    [household_id, produce, since],
  );
  return total?.units ?? 0;
}

/** How people know a lot: the number of its ticket, what it is, and when it was picked. */
export interface LotName {
  lot_id: string;
  number: string;
  produce: string;
  grade: string;
  unit: "g" | "piece";
  harvested_on: string;
}

/** Of these lots, those of this cooperative: for statements, which name many at once. */
export function lotNames(sql: Sql, lot_ids: readonly string[], cooperative_id: string): Promise<LotName[]> {
  return rows<LotName>(
    sql,
    `select l.id as lot_id, l.number, p.produce, l.grade, p.unit, l.harvested_on::text as harvested_on
     from lot l join pool p on p.id = l.pool_id where l.id = any(?) and l.cooperative_id = ?`,
    [[...lot_ids], cooperative_id],
  );
}

/** Years of a household's goods on one page. */
const SEASONS = 400;

/** What a household handed in, by the year it was picked and what it is: as it counted, after corrections. */
export function seasonsOf(
  sql: Sql,
  household_id: string,
): Promise<{ year: number; produce: string; unit: "g" | "piece"; units: number; lots: number }[]> {
  return rows(
    sql,
    `select extract(year from l.harvested_on)::int as year, p.produce, p.unit, sum(l.units + coalesce(c.delta, 0))::float8 as units, count(*)::int as lots
     from lot l join pool p on p.id = l.pool_id
     left join lateral (select sum(delta_units) as delta from lot_correction where lot_id = l.id and state = 'signed') c on true
     where l.household_id = ? and l.parent_lot_id is null group by 1, 2, 3 order by 1 desc, 2, 3 limit ${SEASONS}`,
    [household_id],
  );
}
