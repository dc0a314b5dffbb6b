import type { z } from "zod";
import { compareText } from "../shared/order";
import { allocate } from "./allocate";
import { stillSubstituted, type Given, type Substituted } from "./short-grade";
import type { GradeOffer, shortInputSchema, ShortLine } from "./short-types";

// How a line that misses something is filled again: from its own pool, then, with its buyer's consent, from another grade.

export type Parsed = z.output<typeof shortInputSchema>;

/** What is left of a line while the short is worked out. */
export interface Working {
  readonly line: ShortLine;
  readonly units: Map<string, number>;
  readonly removed: { units: number };
}

/** What lots and pools can still give, and what was moved so far. */
export interface Stock {
  readonly free: Map<string, number>;
  /** What was free before anything filled in: what is lost is not in it. */
  readonly start: ReadonlyMap<string, number>;
  readonly capacity: Map<string, number>;
  readonly released: Map<string, number>;
  readonly used: Map<string, number>;
  /** Units of other pools that buyers are asked about. */
  readonly offered: Map<string, number>;
}

/** What of a line another grade fills now, may fill, and fills altogether. */
export interface Regraded {
  readonly packs: number;
  readonly offer: GradeOffer | null;
  readonly substituted: readonly Substituted[];
}

/** Saves as many whole packs of a line as there are goods for; hands back how many packs are short. */
export function mend(entry: Parsed, work: Working, stock: Stock): number {
  const { line } = work;
  const live = line.packs - line.short_packs;
  const others = new Map<string, number>();
  for (const { lot, units } of line.allocations) {
    const pool = poolOf(entry, line, lot);
    if (pool !== line.pool) others.set(pool, (others.get(pool) ?? 0) + units);
  }
  let short = 0;
  let packs = live;
  // Packs of another grade stay packs of it: no bag holds two.
  for (const [pool, units] of [...others].sort(([a], [b]) => compareText(a, b))) {
    const of_pool = units / line.pack_units;
    packs -= of_pool;
    short += mendPart(entry, work, stock, pool, of_pool);
  }
  return short + mendPart(entry, work, stock, line.pool, packs);
}

function mendPart(entry: Parsed, work: Working, stock: Stock, pool: string, live: number): number {
  const { line } = work;
  const { capacity, released, used } = stock;
  const has = unitsIn(entry, work, pool);
  // What the pool holds for it already is not taken from what is on sale.
  const own = pool === line.pool && entry.unfilled === "held" && isUnfilled(entry, work) ? neverGiven(work) : 0;
  const fills = line.policy !== "refund" || isUnfilled(entry, work);
  const spare = fills ? Math.min((capacity.get(pool) ?? 0) + own, offeredUnits(entry, pool, stock.free)) : 0;
  const kept = Math.min(live, Math.floor((has + spare) / line.pack_units));
  const wanted = Math.max(0, kept * line.pack_units - has);
  if (wanted > 0) {
    fill(entry, work, pool, wanted, stock);
    const of_sale = Math.max(0, wanted - own);
    add(capacity, pool, -of_sale);
    add(used, pool, of_sale);
  }
  const excess = has + wanted - kept * line.pack_units;
  if (excess > 0) {
    release(entry, work, pool, excess, stock.free);
    add(capacity, pool, excess);
    add(released, pool, excess);
  }
  return live - kept;
}

/**
 * Of the packs that are missing: those its buyer agreed to are filled from the other pool, all that it has; those nobody has
 * been asked about are offered, all or none.
 */
export function fillWithOtherGrade(entry: Parsed, work: Working, missing: number, stock: Stock): Regraded {
  const { line } = work;
  const before = stillSubstituted(line.substituted, givenNow(entry, work), line.pack_units);
  const nothing = { packs: 0, offer: null, substituted: before };
  const { other } = line;
  if (line.policy !== "other_grade" || other === undefined || other.answer === "no" || missing === 0) return nothing;
  const pool = entry.pools.find((one) => one.pool === other.pool);
  if (!pool || (!pool.blendable && pool.pack_units !== line.pack_units)) return nothing;
  const on_sale = Math.max(0, (stock.capacity.get(pool.pool) ?? 0) - pool.aside);
  const spare = Math.min(
    on_sale + other.kept,
    offeredUnits(entry, pool.pool, stock.free) - (stock.offered.get(pool.pool) ?? 0),
  );
  const most = Math.floor(Math.max(0, spare) / line.pack_units);
  const { answer, packs: agreed, kept, ...terms } = other;
  const packs = answer === "yes" ? Math.min(missing, agreed, most) : missing <= most ? missing : 0;
  if (packs === 0) return nothing;
  const units = packs * line.pack_units;
  add(stock.capacity, pool.pool, -Math.max(0, units - kept));
  if (answer === "open") {
    add(stock.offered, pool.pool, units);
    return { ...nothing, offer: { ...terms, packs } };
  }
  fill(entry, work, pool.pool, units, stock);
  return { packs, offer: null, substituted: [...before, { ...terms, packs }] };
}

/** The pool of a lot that fills a line, or may. */
export function poolOf(entry: Parsed, line: ShortLine, lot: string): string {
  const given = line.allocations.find((a) => a.lot === lot);
  if (given !== undefined) return given.pool ?? line.pool;
  return entry.lots.find((one) => one.lot === lot)?.pool ?? line.pool;
}

export function isUnfilled(entry: Parsed, { line }: Working): boolean {
  return entry.unfilled !== undefined && line.order === entry.first_order;
}

/** Units that a line is promised and that no lot gave it. */
export function neverGiven({ line }: Working): number {
  return (line.packs - line.short_packs) * line.pack_units - sum(line.allocations.map((a) => a.units));
}

/** Units of a lot that a line could still give up: not those that left. */
export function takeable({ line, units }: Working, lot: string): number {
  const frozen = line.allocations.find((a) => a.lot === lot)?.frozen ?? 0;
  return Math.max(0, (units.get(lot) ?? 0) - frozen);
}

/** Lots of a pool that could fill in: past their day or recalled they are not listed with free units. */
function offered(entry: Parsed, pool: string, free: ReadonlyMap<string, number>): Parsed["lots"] {
  const out = new Set(entry.goods === "aside" ? entry.losses.map((loss) => loss.lot) : []);
  return entry.lots.filter((lot) => lot.pool === pool && (free.get(lot.lot) ?? 0) > 0 && !out.has(lot.lot));
}

/** What those lots can give together; whole packs of each where packs are not blended. */
function offeredUnits(entry: Parsed, pool_id: string, free: ReadonlyMap<string, number>): number {
  const pool = entry.pools.find((one) => one.pool === pool_id);
  const pack = pool === undefined || pool.blendable || pool.pack_units === null ? 1 : pool.pack_units;
  return sum(offered(entry, pool_id, free).map((lot) => Math.floor((free.get(lot.lot) ?? 0) / pack) * pack));
}

/** Other lots of a pool give, by its own rule. */
function fill(entry: Parsed, work: Working, pool_id: string, wanted: number, stock: Stock): void {
  const { free } = stock;
  const { line } = work;
  const pool = entry.pools.find((one) => one.pool === pool_id);
  const rule = pool?.rule ?? "fefo";
  const past = rule === "fefo" ? undefined : pastOf(entry, pool_id, stock);
  const shared = allocate({
    grams: wanted,
    rule,
    salt: `${entry.salt}:${line.order_line}`.slice(0, 200),
    lots: offered(entry, pool_id, free).map((lot) => ({
      lot: lot.lot,
      household: lot.household,
      available_g: free.get(lot.lot) ?? 0,
      ...(lot.best_before === undefined ? {} : { best_before: lot.best_before }),
      ...(past === undefined ? {} : { past_g: past.get(lot.household) ?? 0 }),
    })),
    ...(past === undefined || pool === undefined || pool.turn_units === 0 ? {} : { turn_g: pool.turn_units }),
    ...(pool === undefined || pool.blendable || pool.pack_units === null ? {} : { pack_g: pool.pack_units }),
  });
  // The pool's counters say that the goods are there: lots that say otherwise are a fault, not a refusal.
  if (!shared.ok || shared.value.short_g > 0) throw new Error(`decideShort: the lots of ${pool_id} lack ${wanted}`);
  for (const { lot, grams } of shared.value.shares) {
    work.units.set(lot, (work.units.get(lot) ?? 0) + grams);
    free.set(lot, (free.get(lot) ?? 0) - grams);
  }
}

/** What each household has sold of a pool, with what it gives in this short already. */
function pastOf(entry: Parsed, pool_id: string, { free, start }: Stock): Map<string, number> {
  const past = new Map<string, number>();
  for (const lot of entry.lots) {
    if (lot.pool === pool_id) past.set(lot.household, Math.max(lot.past, past.get(lot.household) ?? 0));
  }
  for (const lot of entry.lots) {
    if (lot.pool !== pool_id) continue;
    past.set(
      lot.household,
      Math.max(0, (past.get(lot.household) ?? 0) + (start.get(lot.lot) ?? 0) - (free.get(lot.lot) ?? 0)),
    );
  }
  return past;
}

/** Gives the goods of a broken pack back, those that keep longest first. */
function release(entry: Parsed, work: Working, pool: string, excess: number, free: Map<string, number>): void {
  const dated = new Map(work.line.allocations.map((a) => [a.lot, a.best_before ?? "~"]));
  const lots = [...work.units.keys()]
    .filter((lot) => poolOf(entry, work.line, lot) === pool)
    .sort((a, b) => compareText(dated.get(b) ?? "~", dated.get(a) ?? "~") || compareText(b, a));
  let left = excess;
  for (const lot of lots) {
    const given = Math.min(left, takeable(work, lot));
    work.units.set(lot, (work.units.get(lot) ?? 0) - given);
    free.set(lot, (free.get(lot) ?? 0) + given);
    left -= given;
  }
  if (left > 0) throw new Error(`decideShort: line ${work.line.order_line} can't give ${excess} back`);
}

function givenNow(entry: Parsed, work: Working): Given[] {
  return [...work.units].map(([lot, units]) => ({ lot, pool: poolOf(entry, work.line, lot), units }));
}

function unitsIn(entry: Parsed, work: Working, pool: string): number {
  return sum([...work.units].filter(([lot]) => poolOf(entry, work.line, lot) === pool).map(([, units]) => units));
}

function add(map: Map<string, number>, key: string, units: number): void {
  map.set(key, (map.get(key) ?? 0) + units);
}

export function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
