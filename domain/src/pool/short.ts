import { compareText } from "../shared/order";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { allocate } from "./allocate";
import { lineOutcomes } from "./short-refund";
import {
  shortInputSchema,
  type ShortDestination,
  type ShortInput,
  type ShortLine,
  type ShortPlan,
  type ShortShare,
} from "./short-types";
import type { z } from "zod";

type Parsed = z.output<typeof shortInputSchema>;

export type ShortRefusal = Refusal<
  "invalid_input" | "unknown_lot" | "loss_over_stock" | "not_whole_packs" | "promised_elsewhere"
>;

/** What is left of a line while the short is worked out. */
interface Working {
  readonly line: ShortLine;
  readonly units: Map<string, number>;
  readonly removed: { units: number };
}

/**
 * One entry (goods are lost, or must be taken out of their orders) -> everything that follows from it:
 * 1. The loss is taken from `first_order`, then from the lot's free units (goods that are lost only), then from the other
 *    orders it fills, the newest first.
 * 2. Lines that miss something are mended from free units of the same pool by its rule, the oldest order first, as far
 *    as whole packs can be saved (not with policy `refund`). Never more than the pool has available.
 * 3. What still misses is short in whole packs; good units of a broken pack help the next line, and what is left of them
 *    is kept aside, or goes back on sale when `restock`.
 *    Of an order that is `unfilled`, what it never got is filled in the same way first.
 * 4. The last destinations of the packing list go without; goods are refunded by `refundOf`, freight by `withFreight`
 *    once it is known how what is left will travel.
 *
 * Conserves: per line, shares after = packs left * pack units; per lot, what it gives less what it lost. Pure, and
 * independent of the order of its input. Refuses a lot that is not listed, more than the lot still has in the house, a
 * part of a pack where packs are not blended, and free units that other promises rest on (an order that is being paid
 * and not allocated yet): those end or are allocated in minutes.
 */
export function decideShort(input: ShortInput): Result<ShortPlan, ShortRefusal> {
  const parsed = parseInput(shortInputSchema, input);
  if (!parsed.ok) return parsed;
  const entry = parsed.value;
  const free = new Map(entry.lots.map((lot) => [lot.lot, lot.free]));
  const capacity = new Map(entry.pools.map((pool) => [pool.pool, pool.available]));
  const working = entry.lines.map((line): Working => ({
    line,
    units: new Map(line.allocations.map((a) => [a.lot, a.units])),
    removed: { units: 0 },
  }));

  const refusal = takeLosses(entry, working, free, capacity);
  if (refusal !== null) return refusal;
  const spare = new Map(capacity);
  const released = new Map<string, number>();
  const used = new Map<string, number>();
  const short = new Map<string, number>();
  const touched = working.filter((one) => one.removed.units > 0 || (isUnfilled(entry, one) && neverGiven(one) > 0));
  for (const work of touched.sort(oldestFirst)) {
    short.set(work.line.order_line, mend(entry, work, free, capacity, released, used));
  }
  const given = new Map(working.map((one) => [one.line.order_line, neverGiven(one)]));
  const drops = dropPacks(entry, short).map((drop) => ({ ...drop, never_given: given.get(drop.order_line) ?? 0 }));
  const named = entry.losses.length === 0 && entry.first_order !== undefined ? [entry.first_order] : [];
  const orders = [...new Set([...named, ...touched.map((one) => one.line.order)])];
  return ok({
    wasted:
      entry.goods === "lost"
        ? sorted(
            entry.losses.map(({ lot, units }) => ({ lot, units })),
            (l) => l.lot,
          )
        : [],
    shares: sharesOf(working, entry),
    lines: lineOutcomes(entry.lines, drops, new Map()),
    orders: orders.sort(compareText),
    recalled: entry.goods === "aside" ? sorted([...entry.losses], (loss) => loss.lot) : [],
    aside: asideOf(entry, spare, released, used),
  });
}

function takeLosses(
  entry: Parsed,
  working: readonly Working[],
  free: Map<string, number>,
  capacity: Map<string, number>,
): { ok: false; refusal: ShortRefusal } | null {
  const lots = new Map(entry.lots.map((lot) => [lot.lot, lot]));
  for (const loss of sorted(entry.losses, (one) => one.lot)) {
    const lot = lots.get(loss.lot);
    const pool = entry.pools.find((one) => one.pool === lot?.pool);
    if (!lot || !pool) return refuse("unknown_lot", `Lot "${loss.lot}" is not listed.`, "lot_id");
    if (!pool.blendable && pool.pack_units !== null && loss.units % pool.pack_units !== 0) {
      const message = `These goods are packed lot by lot: give whole packs of ${pool.pack_units}; an opened pack can't be sold.`;
      return refuse("not_whole_packs", message, "units");
    }
    const claims = working.filter((one) => takeable(one, lot.lot) > 0).sort(newestFirst);
    let left = loss.units;
    for (const one of claims.filter((claim) => claim.line.order === entry.first_order))
      left -= take(one, lot.lot, left);
    if (entry.goods === "lost") {
      const of_free = Math.min(left, free.get(lot.lot) ?? 0);
      left -= of_free;
      free.set(lot.lot, (free.get(lot.lot) ?? 0) - of_free);
      capacity.set(pool.pool, (capacity.get(pool.pool) ?? 0) - of_free);
    }
    for (const one of claims) left -= take(one, lot.lot, left);
    if (left > 0) {
      const message = `Of this lot ${loss.units - left} units are still in the house, not ${loss.units}. Nothing was changed.`;
      return refuse("loss_over_stock", message, "units");
    }
  }
  const over = [...capacity].find(([, units]) => units < 0);
  if (over === undefined) return null;
  const message = `${-over[1]} of these units are promised to orders that are being paid right now. Nothing was changed; try again in a few minutes.`;
  return refuse("promised_elsewhere", message, "units");
}

function isUnfilled(entry: Parsed, { line }: Working): boolean {
  return entry.unfilled !== undefined && line.order === entry.first_order;
}

/** Units that a line is promised and that no lot gave it. */
function neverGiven({ line }: Working): number {
  return (line.packs - line.short_packs) * line.pack_units - sum(line.allocations.map((a) => a.units));
}

/** Units of a lot that a line could still give up: not those that left. */
function takeable({ line, units }: Working, lot: string): number {
  const frozen = line.allocations.find((a) => a.lot === lot)?.frozen ?? 0;
  return Math.max(0, (units.get(lot) ?? 0) - frozen);
}

function take(work: Working, lot: string, wanted: number): number {
  const taken = Math.min(wanted, takeable(work, lot));
  work.units.set(lot, (work.units.get(lot) ?? 0) - taken);
  work.removed.units += taken;
  return taken;
}

/** Saves as many whole packs of a line as there are goods for; hands back how many packs are short. */
function mend(
  entry: Parsed,
  work: Working,
  free: Map<string, number>,
  capacity: Map<string, number>,
  released: Map<string, number>,
  used: Map<string, number>,
): number {
  const { line } = work;
  const live = line.packs - line.short_packs;
  const has = sum(work.units.values());
  // What the pool holds for it already is not taken from what is on sale.
  const own = entry.unfilled === "held" && isUnfilled(entry, work) ? neverGiven(work) : 0;
  const fills = line.policy !== "refund" || isUnfilled(entry, work);
  const spare = fills ? Math.min((capacity.get(line.pool) ?? 0) + own, offeredUnits(entry, work, free)) : 0;
  const kept = Math.min(live, Math.floor((has + spare) / line.pack_units));
  const wanted = Math.max(0, kept * line.pack_units - has);
  if (wanted > 0) {
    fill(entry, work, wanted, free);
    const of_sale = Math.max(0, wanted - own);
    capacity.set(line.pool, (capacity.get(line.pool) ?? 0) - of_sale);
    used.set(line.pool, (used.get(line.pool) ?? 0) + of_sale);
  }
  const excess = has + wanted - kept * line.pack_units;
  if (excess > 0) {
    release(work, excess, free);
    capacity.set(line.pool, (capacity.get(line.pool) ?? 0) + excess);
    released.set(line.pool, (released.get(line.pool) ?? 0) + excess);
  }
  return live - kept;
}

/** Lots of the line's pool that could fill in: past their day or recalled they are not listed with free units. */
function offered(entry: Parsed, { line }: Working, free: ReadonlyMap<string, number>): Parsed["lots"] {
  const out = new Set(entry.goods === "aside" ? entry.losses.map((loss) => loss.lot) : []);
  return entry.lots.filter((lot) => lot.pool === line.pool && (free.get(lot.lot) ?? 0) > 0 && !out.has(lot.lot));
}

/** What those lots can give together; whole packs of each where packs are not blended. */
function offeredUnits(entry: Parsed, work: Working, free: ReadonlyMap<string, number>): number {
  const pool = entry.pools.find((one) => one.pool === work.line.pool);
  const pack = pool === undefined || pool.blendable || pool.pack_units === null ? 1 : pool.pack_units;
  return sum(offered(entry, work, free).map((lot) => Math.floor((free.get(lot.lot) ?? 0) / pack) * pack));
}

/** Other lots of the pool give, by its own rule. */
function fill(entry: Parsed, work: Working, wanted: number, free: Map<string, number>): void {
  const { line } = work;
  const pool = entry.pools.find((one) => one.pool === line.pool);
  const shared = allocate({
    grams: wanted,
    rule: pool?.rule ?? "fefo",
    salt: `${entry.salt}:${line.order_line}`.slice(0, 200),
    lots: offered(entry, work, free).map((lot) => ({
      lot: lot.lot,
      household: lot.household,
      available_g: free.get(lot.lot) ?? 0,
      ...(lot.best_before === undefined ? {} : { best_before: lot.best_before }),
    })),
    ...(pool === undefined || pool.blendable || pool.pack_units === null ? {} : { pack_g: pool.pack_units }),
  });
  // The pool's counters say that the goods are there: lots that say otherwise are a fault, not a refusal.
  if (!shared.ok || shared.value.short_g > 0) throw new Error(`decideShort: the lots of ${line.pool} lack ${wanted}`);
  for (const { lot, grams } of shared.value.shares) {
    work.units.set(lot, (work.units.get(lot) ?? 0) + grams);
    free.set(lot, (free.get(lot) ?? 0) - grams);
  }
}

/** Gives the goods of a broken pack back, those that keep longest first. */
function release(work: Working, excess: number, free: Map<string, number>): void {
  const dated = new Map(work.line.allocations.map((a) => [a.lot, a.best_before ?? "~"]));
  const lots = [...work.units.keys()].sort(
    (a, b) => compareText(dated.get(b) ?? "~", dated.get(a) ?? "~") || compareText(b, a),
  );
  let left = excess;
  for (const lot of lots) {
    const given = Math.min(left, takeable(work, lot));
    work.units.set(lot, (work.units.get(lot) ?? 0) - given);
    free.set(lot, (free.get(lot) ?? 0) + given);
    left -= given;
  }
  if (left > 0) throw new Error(`decideShort: line ${work.line.order_line} can't give ${excess} back`);
}

/** The last on the packing list go without: packs and destinations of each line that is short. */
function dropPacks(
  entry: Parsed,
  short: ReadonlyMap<string, number>,
): { order_line: string; packs: number; drops: { destination: string; packs: number }[] }[] {
  const lists = new Map<string, ShortDestination[]>();
  for (const one of entry.destinations) lists.set(one.order, [...(lists.get(one.order) ?? []), one]);
  const orderOf = new Map(entry.lines.map((line) => [line.order_line, line.order]));
  return [...short]
    .filter(([, packs]) => packs > 0)
    .map(([order_line, packs]) => {
      let left = packs;
      const drops: { destination: string; packs: number }[] = [];
      for (const { destination, items } of [...(lists.get(orderOf.get(order_line) ?? "") ?? [])].reverse()) {
        const item = items.find((one) => one.order_line === order_line);
        // Lost ones are among those that left and among the short: counted once.
        const here = item ? item.packs - item.frozen - (item.short - item.lost) : 0;
        const dropped = Math.min(left, here);
        if (dropped > 0) drops.push({ destination, packs: dropped });
        left -= Math.max(0, dropped);
      }
      if (left > 0) throw new Error(`decideShort: the destinations of line ${order_line} lack ${left} packs`);
      return { order_line, packs, drops: sorted(drops, (drop) => drop.destination) };
    });
}

function sharesOf(working: readonly Working[], entry: Parsed): ShortShare[] {
  const households = new Map(entry.lots.map((lot) => [lot.lot, lot.household]));
  const shares = working.flatMap(({ line, units }) =>
    [...units].flatMap(([lot, after]): ShortShare[] => {
      const given = line.allocations.find((a) => a.lot === lot);
      const before = given?.units ?? 0;
      if (before === after) return [];
      const household = given?.household ?? households.get(lot) ?? "";
      return [{ order: line.order, order_line: line.order_line, pool: line.pool, lot, household, before, after }];
    }),
  );
  return shares.sort((a, b) => compareText(a.order_line, b.order_line) || compareText(a.lot, b.lot));
}

/** Of the units that broken packs set free, those no other line took once what was on sale had run out. */
function asideOf(
  entry: Parsed,
  spare: ReadonlyMap<string, number>,
  released: ReadonlyMap<string, number>,
  used: ReadonlyMap<string, number>,
): { pool: string; units: number }[] {
  if (entry.restock) return [];
  return entry.pools.flatMap(({ pool }) => {
    const taken = Math.max(0, (used.get(pool) ?? 0) - (spare.get(pool) ?? 0));
    const units = (released.get(pool) ?? 0) - taken;
    return units > 0 ? [{ pool, units }] : [];
  });
}

const oldestFirst = (a: Working, b: Working) =>
  compareText(a.line.placed_at, b.line.placed_at) || compareText(a.line.order_line, b.line.order_line);
const newestFirst = (a: Working, b: Working) => oldestFirst(b, a);

function sorted<T>(items: readonly T[], keyOf: (item: T) => string): T[] {
  return [...items].sort((a, b) => compareText(keyOf(a), keyOf(b)));
}

function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
