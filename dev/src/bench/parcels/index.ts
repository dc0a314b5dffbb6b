import { createRequire } from "node:module";
import {
  lotsOfPatterns,
  planLoad,
  planParcels,
  verifyLoadPlan,
  type LoadPlan,
  type LotLines,
  type LotSupply,
  type PlanLoadInput,
} from "@commonlot/domain";
import { firstFitDecreasing } from "./first-fit.js";
import { addressees, bulk, CAPACITY_G, numbersOf, PRICES, pumpkins, VOLUME_CARTONS } from "./loads.js";

interface BenchInput {
  say: (line: string) => void;
}

const KINDS = [12, 25, 50] as const;
const SEEDS = [1, 2, 3] as const;

/**
 * The planner beside first-fit decreasing and beside its own proven bound. Red, with an exception, when a plan is not feasible,
 * a certificate does not prove its bound, or a plan is further from it than the goals allow: one parcel, a millionth of the
 * cost, every public set at its optimum.
 */
export function runParcelsBench({ say }: BenchInput): void {
  publicSets(say);
  say("5,000,000 packs of 0.5-10 kg into 20 kg; milliseconds without and with lots, then the check by separate code");
  for (const kinds of KINDS) for (const seed of SEEDS) counted(kinds, seed, say);
  say("the same at the least cost: two cartons, first kilogram 8.00, then 2.00 a kilogram");
  for (const kinds of KINDS) for (const seed of SEEDS) priced(kinds, seed, say);
  say("by weight and volume: sizes in steps of 100 g and 0.25 l");
  for (const kinds of KINDS) byVolume(kinds, say);
  lotLines(say);
  say("each pack its own grams");
  for (const count of [10_000, 100_000]) weighed(count, say);
  say("many addressees with small baskets");
  for (const count of [1_000, 10_000, 100_000]) many(count, say);
}

function counted(kinds: number, seed: number, say: (line: string) => void): void {
  const items = bulk(kinds, seed);
  const input: PlanLoadInput = { items, capacity_g: CAPACITY_G };
  const { plan, ms, checked_ms } = measured(input);
  const { lower_bound } = plan.certificate;
  const began = performance.now();
  const lines = valueOf(lotsOfPatterns(plan.patterns, lotsFor(items, 1_000)));
  const lots_ms = performance.now() - began;
  checkLots(plan, items, lines, 1_000);
  const gap = plan.parcels - lower_bound;
  const plain = firstFitDecreasing(items, CAPACITY_G);
  say(
    `  ${kinds} kinds, seed ${seed}: ${ms.toFixed(0)} ms, ${(ms + lots_ms).toFixed(0)} with lots, checked in ${checked_ms.toFixed(0)}; ${plan.parcels} parcels of ${plan.patterns.length} sorts, ${gap} above the bound (${ppm(gap, lower_bound)}); first-fit decreasing ${plain - lower_bound} above (${ppm(plain - lower_bound, lower_bound)})`,
  );
  if (gap > 1) throw new Error(`${kinds} kinds, seed ${seed}: ${gap} parcels above the bound, more than one`);
}

function priced(kinds: number, seed: number, say: (line: string) => void): void {
  const { plan, ms, checked_ms } = measured({ items: bulk(kinds, seed), ...PRICES });
  const { lower_bound, upper_bound } = plan.certificate;
  say(
    `  ${kinds} kinds, seed ${seed}: ${ms.toFixed(0)} ms, checked in ${checked_ms.toFixed(0)}; ${plan.parcels} parcels for ${upper_bound}, ${upper_bound - lower_bound} above the bound (${ppm(upper_bound - lower_bound, lower_bound)})`,
  );
  if (upper_bound > lower_bound * 1.000_001)
    throw new Error(`${kinds} kinds, seed ${seed}: more than a millionth above the bound`);
}

function byVolume(kinds: number, say: (line: string) => void): void {
  const { plan, ms, checked_ms } = measured({
    items: bulk(kinds, 1, true),
    cartons: VOLUME_CARTONS,
    rate_cards: PRICES.rate_cards,
  });
  const { lower_bound, upper_bound } = plan.certificate;
  say(
    `  ${kinds} kinds: ${ms.toFixed(0)} ms, checked in ${checked_ms.toFixed(0)}; ${plan.parcels} parcels, ${upper_bound - lower_bound} above the bound (${ppm(upper_bound - lower_bound, lower_bound)})`,
  );
}

function lotLines(say: (line: string) => void): void {
  const items = bulk(25, 1);
  const { plan } = measured({ items, capacity_g: CAPACITY_G });
  const fewest = plan.patterns.reduce((sum, pattern) => sum + pattern.parcels * pattern.items.length, 0);
  say(`lots of ${plan.parcels} parcels with 25 kinds, ${fewest} lines at the least`);
  for (const lots of [1_000, 100_000, 1_000_000]) {
    const supplies = lotsFor(items, lots);
    const began = performance.now();
    const lines = valueOf(lotsOfPatterns(plan.patterns, supplies));
    const ms = performance.now() - began;
    checkLots(plan, items, lines, supplies.length);
    say(`  ${supplies.length} lots: ${ms.toFixed(0)} ms, ${(lines.length / fewest).toFixed(4)} x the least`);
  }
}

function weighed(count: number, say: (line: string) => void): void {
  const { plan, ms, checked_ms } = measured({ items: pumpkins(count), capacity_g: CAPACITY_G });
  const { lower_bound } = plan.certificate;
  say(
    `  ${count} packs: ${ms.toFixed(0)} ms, checked in ${checked_ms.toFixed(0)}; ${plan.parcels} parcels, ${plan.parcels - lower_bound} above the bound (${((100 * (plan.parcels - lower_bound)) / lower_bound).toFixed(2)} %)`,
  );
}

function many(count: number, say: (line: string) => void): void {
  const input = addressees(count);
  const began = performance.now();
  const plan = valueOf(planParcels(input));
  const ms = performance.now() - began;
  if (plan.refused.length > 0) throw new Error(plan.refused[0]!.message);
  const asked = input.destinations.reduce((sum, one) => sum + one.items.reduce((n, item) => n + item.count, 0), 0);
  let packed = 0;
  for (const one of plan.destinations)
    for (const parcel of one.parcels) for (const item of parcel.items) packed += item.count;
  if (packed !== asked) throw new Error(`${packed} packs are in parcels and ${asked} were asked for`);
  const above = plan.total_minor - plan.lower_bound_minor;
  if (above < 0n) throw new Error("the plans are better than their bound");
  say(
    `  ${count}: ${ms.toFixed(0)} ms, ${Math.round((1_000 * plan.parcel_count) / ms)} parcels/s; ${plan.distinct_plans} different plans, ${above} of ${plan.total_minor} above the bound`,
  );
}

interface PublicSet {
  name: string;
  capacity: number;
  optimum: number;
  items: number[];
}

function publicSets(say: (line: string) => void): void {
  const require = createRequire(import.meta.url);
  const sets = require("../../../../domain/src/__fixtures__/binpacking.json") as PublicSet[];
  let solved = 0;
  let total_ms = 0;
  for (const set of sets) {
    const items = set.items.map((weight_g, at) => ({ kind: `item_${at}`, weight_g, count: 1 }));
    const { plan, ms } = measured({ items, capacity_g: set.capacity });
    total_ms += ms;
    if (plan.parcels === set.optimum && plan.certificate.lower_bound === set.optimum) solved++;
    else say(`  ${set.name}: ${plan.parcels} with bound ${plan.certificate.lower_bound}, known ${set.optimum}`);
  }
  say(`public sets: ${solved} of ${sets.length} at the proven optimum, ${total_ms.toFixed(0)} ms together`);
  if (solved < sets.length) throw new Error(`${sets.length - solved} public sets are not at their optimum`);
}

/** Plans, and checks by the separate code; throws when it finds a fault. */
function measured(input: PlanLoadInput): { plan: LoadPlan; ms: number; checked_ms: number } {
  const began = performance.now();
  const plan = valueOf(planLoad(input));
  const planned = performance.now();
  const faults = verifyLoadPlan(input, plan);
  if (faults.length > 0) throw new Error(faults.slice(0, 5).join(" "));
  return { plan, ms: planned - began, checked_ms: performance.now() - planned };
}

/** About so many lots, together exactly the packs of each kind. */
function lotsFor(items: PlanLoadInput["items"], lots: number): LotSupply[] {
  const number = numbersOf(lots);
  const packs = items.reduce((sum, item) => sum + item.count, 0);
  const found: LotSupply[] = [];
  for (const { kind, count } of items) {
    for (let left = count; left > 0;) {
      const units = Math.min(left, number(1, Math.ceil((2 * packs) / lots)));
      const day = String(number(1, 28)).padStart(2, "0");
      found.push({ lot: `lot_${found.length}`, kind, units, best_before: `2026-12-${day}` });
      left -= units;
    }
  }
  return found;
}

function checkLots(plan: LoadPlan, items: PlanLoadInput["items"], lines: LotLines, lots: number): void {
  const fewest = plan.patterns.reduce((sum, pattern) => sum + pattern.parcels * pattern.items.length, 0);
  if (lines.length > fewest + Math.max(lots, lines.lots.length)) throw new Error("more lines than parcels and lots");
  let units = 0;
  for (const each of lines.units) units += each;
  if (units !== items.reduce((sum, item) => sum + item.count, 0))
    throw new Error("a pack is lost or made between lots");
}

function ppm(gap: number, of: number): string {
  return `${((gap / of) * 1e6).toFixed(3)} ppm`;
}

function valueOf<T>(result: { ok: true; value: T } | { ok: false; refusal: { message: string } }): T {
  if (!result.ok) throw new Error(result.refusal.message);
  return result.value;
}
