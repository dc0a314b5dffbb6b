import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import {
  allocate,
  compareText,
  decidePoolRule,
  ok,
  refuse,
  type PoolRuleInput,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { rows } from "../../lib/sql";
import { allocateInput, openLots, pastUnits, type HouseholdFloor, type OfferedLot, type PastUnits } from "./offers";
import { poolById } from "./queries";
import { rulesInForce, type RuleInForce } from "./rules";
import type { PoolRow } from "./types";

type Rule = Omit<RuleInForce, "pool_id" | "version">;

/** What a household would give by another rule, beside what it gives. In the pool's unit. */
export interface SimulatedShare {
  household_id: string;
  before: number;
  after: number;
}

export interface Simulation {
  pool_id: string;
  unit: "g" | "piece";
  units: number;
  before: { rule: string; short_units: number };
  after: Rule & { short_units: number };
  /** Those who give something one way or the other, the largest difference first. */
  shares: SimulatedShare[];
}

/** Tries a rule on paper: nothing is written, nothing is locked. */
export class Simulations {
  constructor(private readonly sql: Knex) {}

  /** An order of `units`, today: by the pool's rule, and by the other one. */
  async ofUnits(input: {
    pool_id: string;
    cooperative_id: string;
    units: number;
    rule: PoolRuleInput;
    floors: readonly HouseholdFloor[];
  }): Promise<Result<Simulation, Refusal>> {
    const pool = await poolById(this.sql, input.pool_id);
    if (!pool || pool.cooperative_id !== input.cooperative_id) {
      return refuse("pool_not_found", "There is no such pool in your cooperative.");
    }
    const other = checkedRule(input.rule, pool);
    if (!other.ok) return other;
    if (!pool.blendable && pool.pack_units !== null && input.units % pool.pack_units !== 0) {
      return refuse("not_whole_packs", `This pool is sold in whole packs of ${pool.pack_units}.`, "units");
    }
    const [rule] = await rulesInForce(this.sql, [pool.id]);
    if (!rule) throw new Error(`pool ${pool.id} has no rule`);
    const lots = await openLots(this.sql, [pool.id], false);
    const past = await pastUnits(this.sql, pool.id, Math.max(rule.season_days, other.value.season_days));
    const given = { pool, units: input.units, lots, floors: input.floors, past, salt: "simulation" };
    const now = sharesOf({ ...given, rule });
    if (!now.ok) return now;
    const then = sharesOf({ ...given, rule: other.value });
    if (!then.ok) return then;
    return ok(compared(pool, input.units, { rule: rule.rule, ...now.value }, { ...other.value, ...then.value }));
  }

  /**
   * An order line of the past: what it was filled by, and what the other rule would have chosen from the lots as they stood just
   * before it was allocated: without what came, was given or was lost since.
   */
  async ofOrderLine(input: {
    order_id: string;
    order_line_id: string;
    cooperative_id: string;
    rule: PoolRuleInput;
    floors: readonly HouseholdFloor[];
  }): Promise<Result<Simulation, Refusal>> {
    const given = await this.givenOf(input.order_id, input.order_line_id);
    const pool = given[0] && (await poolById(this.sql, given[0].pool_id));
    if (!pool || pool.cooperative_id !== input.cooperative_id) {
      return refuse("order_not_found", "There is no such order line in your cooperative.");
    }
    const other = checkedRule(input.rule, pool);
    if (!other.ok) return other;
    const units = given.reduce((sum, one) => sum + one.units, 0);
    const { lots, past } = await this.offerBefore(
      pool.id,
      input.order_id,
      input.order_line_id,
      other.value.season_days,
    );
    const then = sharesOf({
      pool,
      units,
      lots,
      floors: input.floors,
      past,
      salt: input.order_line_id,
      rule: other.value,
    });
    if (!then.ok) return then;
    const before = new Map<string, number>();
    for (const one of given) before.set(one.household_id, (before.get(one.household_id) ?? 0) + one.units);
    const rule = given.find((one) => one.rule !== "swap")?.rule ?? pool.rule;
    return ok(compared(pool, units, { rule, shares: before, short_units: 0 }, { ...other.value, ...then.value }));
  }

  /** By the rule of the pool that was ordered from: packs that came as another grade are left out. */
  private givenOf(order_id: string, order_line_id: string) {
    return rows<{ pool_id: string; household_id: string; units: number; rule: string }>(
      this.sql,
      `select pool_id, household_id, units::float8 as units, rule from allocation
       where order_id = ? and order_line_id = ? and state <> 'released' and ordered_pool_id is null order by lot_id`,
      [order_id, order_line_id],
    );
  }

  /** The pool's lots as they stood before a line was allocated. An order's lines are filled in the order of their ids. */
  private async offerBefore(
    pool_id: string,
    order_id: string,
    order_line_id: string,
    season_days: number,
  ): Promise<{ lots: OfferedLot[]; past: PastUnits }> {
    const found = await rows<OfferedLot & { given: number; season: boolean }>(
      this.sql,
      `with moment as (select min(created_at) as at from allocation where order_id = ? and order_line_id = ?),
       earlier as (
         select a.lot_id, sum(a.units) as units from allocation a, moment
         where a.pool_id = ? and a.state <> 'released'
           and (a.created_at < moment.at and a.order_id <> ? or a.order_id = ? and a.order_line_id < ?)
         group by a.lot_id
       ),
       lost as (
         select m.lot_id, -sum(m.on_hand_delta) as units from lot_movement m, moment
         where m.pool_id = ? and m.kind = 'waste' and m.lot_id is not null and m.at < moment.at group by m.lot_id
       )
       select l.id as lot, l.owner_id as household, l.pool_id, l.best_before::text as best_before,
              (l.sellable_units - coalesce(e.units, 0) - coalesce(w.units, 0))::float8 as available, coalesce(e.units, 0)::float8 as given,
              l.created_at >= moment.at - make_interval(days => ?) as season
       from lot l cross join moment left join earlier e on e.lot_id = l.id left join lost w on w.lot_id = l.id
       where l.pool_id = ? and l.created_at <= moment.at order by l.id`,
      [order_id, order_line_id, pool_id, order_id, order_id, order_line_id, pool_id, season_days, pool_id],
    );
    const past = new Map<string, number>();
    for (const lot of found) if (lot.season) past.set(lot.household, (past.get(lot.household) ?? 0) + lot.given);
    return { lots: found.filter((lot) => lot.available > 0), past };
  }
}

function checkedRule(input: PoolRuleInput, pool: PoolRow): Result<Rule, Refusal> {
  const decided = decidePoolRule(input, { pack_units: pool.blendable ? undefined : (pool.pack_units ?? undefined) });
  if (!decided.ok) return decided;
  const { rule, cap_units = null, min_take_units = null, season_days } = decided.value;
  return ok({ rule, cap_units, min_take_units, season_days });
}

interface Shares {
  /** Household id -> units. */
  shares: Map<string, number>;
  short_units: number;
}

function sharesOf(given: Parameters<typeof allocateInput>[0]): Result<Shares, Refusal> {
  const shared = allocate(allocateInput(given));
  if (!shared.ok) return shared;
  const shares = new Map<string, number>();
  for (const { household, grams } of shared.value.shares) shares.set(household, (shares.get(household) ?? 0) + grams);
  return ok({ shares, short_units: shared.value.short_g });
}

function compared(pool: PoolRow, units: number, before: Shares & { rule: string }, after: Shares & Rule): Simulation {
  const { shares: then, ...rule } = after;
  const shares = [...new Set([...before.shares.keys(), ...then.keys()])].map((household_id): SimulatedShare => {
    return { household_id, before: before.shares.get(household_id) ?? 0, after: then.get(household_id) ?? 0 };
  });
  shares.sort(
    (a, b) =>
      Math.abs(b.after - b.before) - Math.abs(a.after - a.before) || compareText(a.household_id, b.household_id),
  );
  return {
    pool_id: pool.id,
    unit: pool.unit,
    units,
    before: { rule: before.rule, short_units: before.short_units },
    after: rule,
    shares,
  };
}
