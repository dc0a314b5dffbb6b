import { compareText } from "../shared/order";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import {
  fillWithOtherGrade,
  isUnfilled,
  mend,
  neverGiven,
  poolOf,
  takeable,
  type Parsed,
  type Regraded,
  type Stock,
  type Working,
} from "./short-fill";
import type { Substituted } from "./short-grade";
import { lineOutcomes } from "./short-refund";
import {
  shortInputSchema,
  type GradeOffer,
  type ShortDestination,
  type ShortInput,
  type ShortPlan,
  type ShortShare,
} from "./short-types";

export type ShortRefusal = Refusal<
  "invalid_input" | "unknown_lot" | "loss_over_stock" | "not_whole_packs" | "promised_elsewhere"
>;

/**
 * One entry (goods are lost, or must be taken out of their orders) -> everything that follows from it:
 * 1. The loss is taken from `first_order`, then from the lot's free units (goods that are lost only), then from the other
 *    orders it fills, the newest first.
 * 2. Lines that miss something are mended from free units of the same pool by its rule, the oldest order first, as far
 *    as whole packs can be saved (not with policy `refund`). Never more than the pool has available.
 * 3. With `other_grade`, what still misses of a line is filled by the other grade's pool and rule when its buyer has agreed;
 *    an offer to be asked about when nobody has said anything yet and the other pool has enough; else short.
 * 4. What still misses is short in whole packs; good units of a broken pack help the next line, and what is left of them
 *    is kept aside, or goes back on sale when `restock`.
 *    Of an order that is `unfilled`, what it never got is filled in the same way first.
 * 5. The last destinations of the packing list go without; goods are refunded by `refundOf`, freight by `withFreight`
 *    once it is known how what is left will travel.
 *
 * Conserves: per line, shares after = packs left * pack units; per lot, what it gives less what it lost. Pure, and
 * independent of the order of its input. Refuses a lot that is not listed, more than the lot still has in the house, a
 * part of a pack where packs are not blended, and free units that other promises rest on (an order that is
 * not allocated yet): one that is being paid ends or is allocated in minutes, one of an order cycle when that has closed, up to 62 days later.
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
  const stock: Stock = {
    free,
    start: new Map(free),
    capacity,
    released: new Map(),
    used: new Map(),
    offered: new Map(),
  };
  const spare = new Map(capacity);
  const short = new Map<string, number>();
  const graded = new Map<string, Regraded>();
  const touched = working.filter((one) => one.removed.units > 0 || (isUnfilled(entry, one) && neverGiven(one) > 0));
  for (const work of touched.sort(oldestFirst)) {
    const missing = mend(entry, work, stock);
    const regraded = fillWithOtherGrade(entry, work, missing, stock);
    graded.set(work.line.order_line, regraded);
    short.set(work.line.order_line, missing - regraded.packs);
  }
  const given = new Map(working.map((one) => [one.line.order_line, neverGiven(one)]));
  const drops = dropPacks(entry, short, graded).map((drop) => ({
    ...drop,
    never_given: given.get(drop.order_line) ?? 0,
  }));
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
    aside: asideOf(entry, spare, stock.released, stock.used),
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
      const left_units = loss.units - left;
      const message = `Of this lot ${left_units} units are still in the house, not ${loss.units}. Nothing was changed; enter at most that.`;
      return { ok: false, refusal: { reason: "loss_over_stock", message, field: "units", details: { left_units } } };
    }
  }
  const over = [...capacity].find(([, units]) => units < 0);
  if (over === undefined) return null;
  const message = `${-over[1]} of these units are promised to orders that are being paid, or that wait for their order cycle to close. Nothing was changed; try again in a few minutes, or when the cycle has closed.`;
  return refuse("promised_elsewhere", message, "units");
}

function take(work: Working, lot: string, wanted: number): number {
  const taken = Math.min(wanted, takeable(work, lot));
  work.units.set(lot, (work.units.get(lot) ?? 0) - taken);
  work.removed.units += taken;
  return taken;
}

/** The last on the packing list go without: packs and destinations of each line that is short. */
function dropPacks(
  entry: Parsed,
  short: ReadonlyMap<string, number>,
  graded: ReadonlyMap<string, Regraded>,
): {
  order_line: string;
  packs: number;
  drops: { destination: string; packs: number }[];
  substituted: readonly Substituted[];
  offer: GradeOffer | null;
  regraded: number;
}[] {
  const lists = new Map<string, ShortDestination[]>();
  for (const one of entry.destinations) lists.set(one.order, [...(lists.get(one.order) ?? []), one]);
  const orderOf = new Map(entry.lines.map((line) => [line.order_line, line.order]));
  return [...short]
    .filter(([order_line, packs]) => packs > 0 || (graded.get(order_line)?.packs ?? 0) > 0)
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
      const { substituted = [], offer = null, packs: regraded = 0 } = graded.get(order_line) ?? {};
      return { order_line, packs, drops: sorted(drops, (drop) => drop.destination), substituted, offer, regraded };
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
      const pool = poolOf(entry, line, lot);
      const of_line = { order: line.order, order_line: line.order_line, pool };
      return [{ ...of_line, ...(pool === line.pool ? {} : { line_pool: line.pool }), lot, household, before, after }];
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
