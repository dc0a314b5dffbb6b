import { allocate, explainer, type AllocateInput, type AllocateOutput, type WhyText } from "@commonlot/domain";
import type { Sql, Transaction } from "../../lib/sql";
import { row, rows } from "../../lib/sql";
import { append, claim } from "../outbox/append";
import { allocateInput, openLots, pastUnits, type HouseholdFloor, type OfferedLot } from "./offers";
import { changeCounters, lockPools, writeMovements } from "./queries";
import { rulesInForce, type RuleInForce } from "./rules";
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
  const there = await row(tx, `select 1 from allocation where order_id = ? limit 1`, [input.order_id]);
  if (!there) {
    const pools = await lockPools(tx, [...new Set(input.lines.map((l) => l.pool_id))]);
    const offers = await offersOf(tx, pools);
    await writeAllocations(tx, input.order_id, share(input.lines, offers, input.floors ?? []));
  }
  await append(tx, { job: "plan-parcels", payload: { order_id: input.order_id }, dedup_key: input.order_id });
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
    const past = rule.rule === "rotation" ? await pastUnits(tx, pool.id, rule.season_days) : new Map<string, number>();
    offers.set(pool.id, { pool, rule, lots: lots.filter((lot) => lot.pool_id === pool.id), past });
  }
  return offers;
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
  zh: "本单按每户上限无法配齐,因此取消了上限。",
};
const MINIMUM_GAVE_WAY: WhyText = {
  en: " The smallest useful amount was lifted for this order: it could not be kept.",
  zh: "本单无法按最小起供量分配,因此取消了该限制。",
};

function said(why: WhyText, more: WhyText | null): WhyText {
  return more === null ? why : { en: why.en + more.en, zh: why.zh + more.zh };
}

function leftOf(lots: readonly OfferedLot[], output: AllocateOutput): OfferedLot[] {
  const given = new Map(output.shares.map((share) => [share.lot, share.grams]));
  return lots
    .map((lot) => ({ ...lot, available: lot.available - (given.get(lot.lot) ?? 0) }))
    .filter((lot) => lot.available > 0);
