import { leastTake, type AllocateInput, type AllocateLot } from "@commonlot/domain";
import { rows, type Sql } from "../../lib/sql";
import { rulesInForce, type RuleInForce } from "./rules";
import type { PoolRow } from "./types";

/** What one lot may give to an order line, in the pool's unit. */
export interface OfferedLot {
  lot: string;
  household: string;
  pool_id: string;
  available: number;
  best_before: string | null;
}

/** The least a household is promised of every order, in grams; it belongs to the household (priority), not to a pool. */
export interface HouseholdFloor {
  household_id: string;
  floor_g: number;
}

/** Household id -> units it has given of a pool this season. */
export type PastUnits = ReadonlyMap<string, number>;

/** The open lots of these pools with what is free of each, locked when `lock` says so. By id: the order of locks. */
export function openLots(sql: Sql, pool_ids: readonly string[], lock: boolean): Promise<OfferedLot[]> {
  return rows<OfferedLot>(
    sql,
    // Goods past their day are not offered, whatever their pool still says of them (S6).
    `select l.id as lot, l.owner_id as household, l.pool_id, (l.sellable_units - l.allocated - l.wasted)::float8 as available,
            l.best_before::text as best_before
     from lot l join pool p on p.id = l.pool_id
     where l.pool_id = any(?) and l.blocked_at is null and l.allocated + l.wasted < l.sellable_units
       and (l.best_before is null or l.best_before >= (now() at time zone p.tz)::date)
     order by l.id ${lock ? "for no key update of l" : ""}`,
    [[...pool_ids]],
  );
}

/**
 * What each household has sold of a pool over the season: the memory of rotation and of turns. The season is that of its lots: those weighed
 * in within `season_days`. `lot.allocated` is the sum of a lot's allocations (S2), so no history is read.
 */
export async function pastUnits(sql: Sql, pool_id: string, season_days: number): Promise<Map<string, number>> {
  const found = await rows<{ household_id: string; units: number }>(
    sql,
    `select owner_id as household_id, sum(allocated)::float8 as units from lot
     where pool_id = ? and created_at >= now() - make_interval(days => ?) and allocated > 0 group by owner_id`,
    [pool_id, season_days],
  );
  return new Map(found.map(({ household_id, units }) => [household_id, units]));
}

/** Whether what a household has sold before counts: by rotation, and where small orders go round. */
export function remembers(
  rule: Pick<RuleInForce, "rule" | "cap_units" | "min_take_units">,
  pool: Pick<PoolRow, "blendable" | "unit_g" | "pack_units">,
): boolean {
  return rule.rule === "rotation" || (rule.rule !== "fefo" && leastTake(rule, pool) > 0);
}

/** Of each pool: the least that is useful of a household, and what each has sold; for what fills in. */
export async function turnsOf(
  sql: Sql,
  pools: readonly (Pick<PoolRow, "blendable" | "unit_g" | "pack_units"> & { pool: string })[],
): Promise<Map<string, { turn_units: number; past: PastUnits }>> {
  const ids = pools.map((one) => one.pool);
  const rules = new Map((await rulesInForce(sql, ids)).map((rule) => [rule.pool_id, rule]));
  const found = new Map<string, { turn_units: number; past: PastUnits }>();
  for (const pool of pools) {
    const rule = rules.get(pool.pool);
    if (!rule || !remembers(rule, pool)) continue;
    const past = await pastUnits(sql, pool.pool, rule.season_days);
    found.set(pool.pool, { turn_units: leastTake(rule, pool), past });
  }
  return found;
}

/** One order line as the domain's rule takes it. */
export function allocateInput(input: {
  pool: Pick<PoolRow, "blendable" | "pack_units" | "unit_g">;
  rule: Omit<RuleInForce, "pool_id" | "version">;
  units: number;
  lots: readonly OfferedLot[];
  floors: readonly HouseholdFloor[];
  past: PastUnits;
  salt: string;
}): AllocateInput {
  const { pool, rule, past } = input;
  const least = leastTake(rule, pool);
  const floors = new Map(input.floors.map(({ household_id, floor_g }) => [household_id, floor_g]));
  return {
    grams: input.units,
    rule: rule.rule,
    salt: input.salt,
    lots: input.lots.map((lot): AllocateLot => {
      const floor = Math.floor((floors.get(lot.household) ?? 0) / pool.unit_g);
      const sold = remembers(rule, pool) ? (past.get(lot.household) ?? 0) : 0;
      return {
        lot: lot.lot,
        household: lot.household,
        available_g: lot.available,
        ...(lot.best_before === null ? {} : { best_before: lot.best_before }),
        ...(floor > 0 ? { floor_g: floor } : {}),
        ...(sold > 0 ? { past_g: sold } : {}),
      };
    }),
    ...(rule.cap_units === null ? {} : { cap_g: rule.cap_units }),
    // Where fairness is asked for, small orders go round instead of leaving out those whose shares are small (docs/adr/0036).
    ...(least === 0 ? {} : rule.rule === "fefo" ? { min_take_g: least } : { turn_g: least }),
    ...(pool.blendable || pool.pack_units === null ? {} : { pack_g: pool.pack_units }),
  };
}
