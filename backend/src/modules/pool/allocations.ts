import { allocate, explainer, type AllocateInput, type AllocateOutput, type WhyText } from "@commonlot/domain";
import type { Sql, Transaction } from "../../lib/sql";
import { row, rows } from "../../lib/sql";
import { append, claim } from "../outbox/append";
import { allocateInput, openLots, pastUnits, remembers, type HouseholdFloor, type OfferedLot } from "./offers";
import { lockPools } from "./queries";
import { rulesInForce, type RuleInForce } from "./rules";
import { enterNotEnough_ } from "./short-waits";
import type { Allocation, PoolRow } from "./types";

export interface OrderLine {
  order_line_id: string;
  pool_id: string;
  units: number;
}

interface NewAllocation {
  order_line_id: string;
  pool_id: string;
  lot: string;
  household: string;
  units: number;
  rule: string;
  rule_version: number;
  why: WhyText;
}

/**
 * Fills an order's lines from household lots, by each pool's fairness rule, explained; sends parcel planning on its way.
 * Does nothing when the message was handled before or the order has its allocation. The held units stay as they are.
 */
export async function allocateOrder_(
  tx: Transaction,
  input: {
    message_id: string;
    order_id: string;
    lines: readonly OrderLine[];
    floors?: readonly HouseholdFloor[];
  },
): Promise<void> {
  if (!(await claim(tx, "allocate", input.message_id))) return;
  const hold = await row<{ state: string }>(tx, `select state from hold where order_id = ? for update`, [
    input.order_id,
  ]);
  if (!hold || hold.state !== "confirmed") return;
  // Allocated before, or seen not to be fillable: then its short has it.
  const there = await row(
    tx,
    `select 1 from allocation where order_id = ? union all
     select 1 from short where order_id = ? and kind = 'not_enough' and state <> 'dropped' limit 1`,
    [input.order_id, input.order_id],
  );
  if (!there) {
    const pools = await lockPools(tx, [...new Set(input.lines.map((l) => l.pool_id))]);
    const offers = await offersOf(tx, pools);
    const lacking = lackingPool(input.lines, offers);
    if (lacking !== undefined) return enterNotEnough_(tx, { order_id: input.order_id, pool_id: lacking });
    await writeAllocations(tx, input.order_id, share(input.lines, offers, input.floors ?? []));
  }
  await append(tx, { job: "plan-parcels", payload: { order_id: input.order_id }, dedup_key: input.order_id });
}

/**
 * Fills lines that are held already, by each pool's rule, for an order that has no allocation: a replacement. Pools are locked
 * by the caller. The id of the pool whose lots have less to give than is asked, when there is one: then nothing is written.
 */
export async function fillLines_(
  tx: Transaction,
  order_id: string,
  lines: readonly OrderLine[],
  floors: readonly HouseholdFloor[],
): Promise<string | undefined> {
  const pools = await lockPools(tx, [...new Set(lines.map((line) => line.pool_id))]);
  const offers = await offersOf(tx, pools);
  const lacking = lackingPool(lines, offers);
  if (lacking === undefined) await writeAllocations(tx, order_id, share(lines, offers, floors));
  return lacking;
}

/** What a pool has to give, and by which rule; `lots` and `past` change as line after line is filled. */
interface Offer {
  pool: PoolRow;
  rule: RuleInForce;
  lots: OfferedLot[];
  past: Map<string, number>;
}

/** Pools are locked already: nothing changes here until we commit. A few queries, however many lots. */
async function offersOf(tx: Transaction, pools: readonly PoolRow[]): Promise<Map<string, Offer>> {
  const ids = pools.map((pool) => pool.id);
  const rules = new Map((await rulesInForce(tx, ids)).map((rule) => [rule.pool_id, rule]));
  const lots = await openLots(tx, ids, true);
  const offers = new Map<string, Offer>();
  for (const pool of pools) {
    const rule = rules.get(pool.id);
    if (!rule) throw new Error(`pool ${pool.id} has no rule`);
    const past = remembers(rule, pool) ? await pastUnits(tx, pool.id, rule.season_days) : new Map<string, number>();
    offers.set(pool.id, { pool, rule, lots: lots.filter((lot) => lot.pool_id === pool.id), past });
  }
  return offers;
}

/**
 * The first pool whose lots have less to give than is asked of it: goods went past their day since they were promised. The
 * pool's counters can't say so, so it is no fault; it is a short.
 */
function lackingPool(lines: readonly OrderLine[], offers: ReadonlyMap<string, Offer>): string | undefined {
  for (const [pool_id, { pool, lots }] of offers) {
    const wanted = lines.filter((line) => line.pool_id === pool_id).reduce((sum, line) => sum + line.units, 0);
    const pack = pool.blendable || pool.pack_units === null ? 1 : pool.pack_units;
    const there = lots.reduce((sum, lot) => sum + Math.floor(lot.available / pack) * pack, 0);
    if (there < wanted) return pool_id;
  }
  return undefined;
}

/** Divides the lines one after the other; a lot that gave to one line has less for the next. */
function share(
  lines: readonly OrderLine[],
  offers: ReadonlyMap<string, Offer>,
  floors: readonly HouseholdFloor[],
): NewAllocation[] {
  const made: NewAllocation[] = [];
  for (const line of [...lines].sort((a, b) => (a.order_line_id < b.order_line_id ? -1 : 1))) {
    const offer = offers.get(line.pool_id);
    if (!offer) throw new Error(`line ${line.order_line_id} names pool ${line.pool_id}, which is not there`);
    const { pool, rule, lots, past } = offer;
    const wanted = allocateInput({ pool, rule, units: line.units, lots, floors, past, salt: line.order_line_id });
    const { input, output, gave_way } = allocated(wanted, line);
    const byLot = new Map(input.lots.map((lot) => [lot.lot, lot]));
    const explain = explainer(input, output, pool.unit);
    for (const given of output.shares) {
      made.push({
        order_line_id: line.order_line_id,
        pool_id: pool.id,
        lot: given.lot,
        household: given.household,
        units: given.grams,
        rule: rule.rule,
        rule_version: rule.version,
        why: said(explain(byLot.get(given.lot)!).why, gave_way),
      });
      past.set(given.household, (past.get(given.household) ?? 0) + given.grams);
    }
    offer.lots = leftOf(lots, output);
  }
  return made;
}

/**
 * A paid order is filled: a minimum, then a cap, that can't be kept for it gives way, and every reason says so. Anything else
 * would leave a promise open that the hold has made.
 */
function allocated(wanted: AllocateInput, line: OrderLine): Filled {
  const { min_take_g, cap_g, ...plain } = wanted;
  const tries: Filled["input"][] = [wanted];
  if (min_take_g !== undefined) tries.push(cap_g === undefined ? plain : { ...plain, cap_g });
  if (cap_g !== undefined) tries.push(plain);
  let refused = "";
  for (const input of tries) {
    const shared = allocate(input);
    if (shared.ok && shared.value.short_g === 0) {
      const gave_way = input === wanted ? null : input.cap_g === cap_g ? MINIMUM_GAVE_WAY : CAP_GAVE_WAY;
      return { input, output: shared.value, gave_way };
    }
    refused = shared.ok ? `the pool is short of ${shared.value.short_g} units it promised` : shared.refusal.message;
  }
  throw new Error(`line ${line.order_line_id} of pool ${line.pool_id} can't be allocated: ${refused}`);
}

interface Filled {
  input: AllocateInput;
  output: AllocateOutput;
  gave_way: WhyText | null;
}

const CAP_GAVE_WAY: WhyText = {
  en: " The most a household may give was lifted for this order: it could not be filled otherwise.",
  zh: "本单按每户上限无法配齐，因此取消了上限。",
};
const MINIMUM_GAVE_WAY: WhyText = {
  en: " The smallest useful amount was lifted for this order: it could not be kept.",
  zh: "本单无法按最小起供量分配，因此取消了该限制。",
};

function said(why: WhyText, more: WhyText | null): WhyText {
  return more === null ? why : { en: why.en + more.en, zh: why.zh + more.zh };
}

function leftOf(lots: readonly OfferedLot[], output: AllocateOutput): OfferedLot[] {
  const given = new Map(output.shares.map((share) => [share.lot, share.grams]));
  return lots
    .map((lot) => ({ ...lot, available: lot.available - (given.get(lot.lot) ?? 0) }))
    .filter((lot) => lot.available > 0);
}

async function writeAllocations(tx: Transaction, order_id: string, made: readonly NewAllocation[]): Promise<void> {
  await tx.raw(
    `insert into allocation (id, order_id, order_line_id, pool_id, lot_id, household_id, units, rule, rule_version, why)
     select 'alloc_' || replace(gen_random_uuid()::text, '-', ''), ?, a.order_line_id, a.pool_id, a.lot, a.household, a.units, a.rule, a.rule_version, a.why::jsonb
     from unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[], ?::text[], ?::int[], ?::text[])
       as a (order_line_id, pool_id, lot, household, units, rule, rule_version, why)`,
    [
      order_id,
      made.map((a) => a.order_line_id),
      made.map((a) => a.pool_id),
      made.map((a) => a.lot),
      made.map((a) => a.household),
      made.map((a) => a.units),
      made.map((a) => a.rule),
      made.map((a) => a.rule_version),
      made.map((a) => JSON.stringify(a.why)),
    ] as never,
  );
  await tx.raw(
    `update lot set allocated = allocated + a.units
     from (select lot_id, sum(units) as units from allocation where order_id = ? group by lot_id) a where lot.id = a.lot_id`,
    [order_id],
  );
}

/** Whether goods were ever allocated to an order, whatever became of them. */
export async function wasAllocated(sql: Sql, order_id: string): Promise<boolean> {
  return (await row(sql, `select 1 from allocation where order_id = ? limit 1`, [order_id])) !== undefined;
}

/** How much of an order lots cover, of how many households, and what of it has left, by the unit of its pools; in one statement. */
export function coverageOfOrder(
  sql: Sql,
  order_id: string,
): Promise<{ unit: "g" | "piece"; units: number; sent: number; lots: number; households: number }[]> {
  return rows(
    sql,
    `select p.unit, sum(a.units)::float8 as units, sum(a.shipped)::float8 as sent, count(distinct a.lot_id)::int as lots,
            count(distinct a.household_id)::int as households
     from allocation a join pool p on p.id = a.pool_id where a.order_id = ? and a.state <> 'released' group by p.unit order by p.unit`,
    [order_id],
  );
}

/** Which lots fill an order, and why. Released ones are left out. */
export function allocationsOfOrder(sql: Sql, order_id: string): Promise<Allocation[]> {
  return rows<Allocation>(
    sql,
    `select a.id, a.order_line_id, a.pool_id, a.lot_id, l.number as lot_number, a.household_id, a.units::float8 as units,
            (a.units * p.unit_g)::float8 as grams, a.shipped::float8 as shipped, l.harvested_on::text as harvested_on,
            l.best_before::text as best_before, a.state, a.why
     from allocation a join lot l on l.id = a.lot_id join pool p on p.id = a.pool_id
     where a.order_id = ? and a.state <> 'released'
     order by a.order_line_id, l.best_before nulls last, a.lot_id`,
    [order_id],
  );
}
