import { parseInput } from "../shared/parse";
import { compareText } from "../shared/order";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import {
  allocateInputSchema,
  type AllocateInput,
  type AllocateOutput,
  type AllocationParty,
  type AllocationShare,
} from "./allocate-types";
import { tieOrder } from "./allocate-keys";
import { solve, type Claim, type Solution } from "./allocate-solve";

export type AllocateRefusal = Refusal<"invalid_input" | "duplicate_lot" | "grams_not_whole_packs">;

interface LotUnits {
  readonly lot: string;
  readonly household: string;
  readonly units: bigint;
  readonly best_before: string | null;
}

interface Party extends Claim {
  /** First expired first. */
  readonly lots: LotUnits[];
}

/**
 * Which lots fill an order line, and how much of each (docs: rules, allocation). All weights in whole grams.
 *
 * Given is T = min(grams, what can be given); the rest is `short_g`. With `pack_g` everything counts in whole packs
 * rounded down (`floor(available / pack)`), and `grams` must be a multiple.
 * - fefo: lots by `best_before` (none last), ties by key; each taken whole until T is reached.
 * - pro_rata without cap or floors, by lot: exact share T * available / sum(available).
 * - pro_rata with a cap or a floor, equal, rotation: by household, else splitting one's lots would win:
 *   clamp(f, floor, min(cap, available)) with f = level * available | level | level - past, at the one level where
 *   the shares sum to T. When floors exceed T, T is shared in proportion to them. Inside a household by fefo.
 * - Whole units: exact shares are floored, one unit each goes to the largest remainders, ties by
 *   sha256(salt + ":" + id) ascending, id being the lot or the household.
 * - `min_take_g`: while a positive share is under it, the smallest (ties by key) is dropped if the others can carry
 *   T, and the rest is solved again.
 *
 * `floor_g` and `past_g` belong to the household: the largest given on its lots. fefo has no cap and no floor, so it
 * reads neither; past matters to rotation only. Pure, exact (BigInt), independent of the order of `lots`.
 * O(n log n), times one solve for each party dropped by `min_take_g`.
 *
 * Refuses unknown keys, fractions, negatives, a lot named twice, and `grams` that is not whole packs.
 */
export function allocate(input: AllocateInput): Result<AllocateOutput, AllocateRefusal> {
  const parsed = parseInput(allocateInputSchema, input);
  if (!parsed.ok) return parsed;
  const wanted = parsed.value;
  const pack_g = wanted.pack_g ?? 1;
  if (wanted.grams % pack_g !== 0) {
    return refuse("grams_not_whole_packs", `${wanted.grams} g is not a whole number of packs of ${pack_g} g.`, "grams");
  }
  const twice = firstDuplicate(wanted.lots.map((lot) => lot.lot));
  if (twice !== null) return refuse("duplicate_lot", `Lot "${twice}" is listed twice.`, "lots");

  const compareKeys = tieOrder(wanted.salt);
  const by = countsByLot(wanted) ? "lot" : "household";
  const parties = partiesOf(wanted, by, BigInt(pack_g), compareKeys);
  const order = BigInt(wanted.grams / pack_g);
  const givable = parties.reduce((sum, party) => sum + party.high, 0n);
  const total = order < givable ? order : givable;

  const solution = solve(parties, total, wanted.rule, BigInt(wanted.min_take_g ?? 0), BigInt(pack_g), compareKeys);
  const given_g = Number(total) * pack_g;
  return ok({
    shares: sharesOf(parties, solution, pack_g),
    short_g: wanted.grams - given_g,
    given_g,
    by,
    level_g: wanted.rule === "pro_rata" || solution.level === null ? null : levelGrams(solution.level, pack_g),
    parties: parties.map((party, index) => described(party, solution, index, pack_g)),
  });
}

function firstDuplicate(ids: readonly string[]): string | null {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return null;
}

function countsByLot(input: AllocateInput): boolean {
  if (input.rule === "fefo") return true;
  if (input.rule !== "pro_rata" || input.cap_g !== undefined) return false;
  return input.lots.every((lot) => (lot.floor_g ?? 0) === 0);
}

/** Groups the lots into claimants, in the order of their ids, so that nothing later can depend on the input's order. */
function partiesOf(
  input: AllocateInput,
  by: "lot" | "household",
  pack_g: bigint,
  compareKeys: (a: string, b: string) => number,
): Party[] {
  const groups = new Map<string, { lots: LotUnits[]; floor: bigint; past: bigint }>();
  for (const lot of input.lots) {
    const id = by === "lot" ? lot.lot : lot.household;
    const group = groups.get(id) ?? { lots: [], floor: 0n, past: 0n };
    groups.set(id, group);
    group.floor = max(group.floor, BigInt(lot.floor_g ?? 0) / pack_g);
    group.past = max(group.past, BigInt(lot.past_g ?? 0) / pack_g);
    group.lots.push({
      lot: lot.lot,
      household: lot.household,
      units: BigInt(lot.available_g) / pack_g,
      best_before: lot.best_before ?? null,
    });
  }
  const cap = by === "household" && input.cap_g !== undefined ? BigInt(input.cap_g) / pack_g : null;
  const parties = [...groups].map(([id, group]): Party => {
    const available = group.lots.reduce((sum, lot) => sum + lot.units, 0n);
    const high = cap === null || available < cap ? available : cap;
    return {
      id,
      available,
      past: group.past,
      // The cap and what there is are hard; a floor yields to them.
      low: by === "lot" ? 0n : group.floor < high ? group.floor : high,
      high,
      lots: group.lots.sort((a, b) => compareExpiry(a.best_before, b.best_before) || compareKeys(a.lot, b.lot)),
    };
  });
  if (input.rule !== "fefo") return parties.sort((a, b) => compareText(a.id, b.id));
  return parties.sort(
    (a, b) => compareExpiry(a.lots[0]!.best_before, b.lots[0]!.best_before) || compareKeys(a.id, b.id),
  );
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

/** First expired first; no date last. ISO dates order as text. */
function compareExpiry(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1;
  return compareText(a, b);
}

function sharesOf(parties: readonly Party[], solution: Solution, pack_g: number): AllocationShare[] {
  const shares: AllocationShare[] = [];
  parties.forEach((party, index) => {
    let left = solution.units[index]!;
    for (const { lot, household, units } of party.lots) {
      const taken = units < left ? units : left;
      left -= taken;
      if (taken > 0n) shares.push({ lot, household, grams: Number(taken) * pack_g });
    }
    if (left !== 0n) throw new Error(`allocate: ${party.id} was given more than its lots hold`);
  });
  return shares.sort((a, b) => compareText(a.lot, b.lot));
}

function levelGrams(level: { numerator: bigint; denominator: bigint }, pack_g: number): number {
  return Number((level.numerator * BigInt(pack_g)) / level.denominator);
}

function described(party: Party, solution: Solution, index: number, pack_g: number): AllocationParty {
  const dropped = solution.dropped.get(index);
  return {
    id: party.id,
    available_g: Number(party.available) * pack_g,
    floor_g: Number(party.low) * pack_g,
    past_g: Number(party.past) * pack_g,
    share_g: Number(solution.units[index]!) * pack_g,
    exact_floor_g: Number(solution.floors[index]!) * pack_g,
    remainder_ppm: solution.remainders_ppm[index]!,
    raised: solution.raised.has(index),
    bound: solution.bounds[index]!,
    ...(dropped === undefined ? {} : { dropped_share_g: Number(dropped) * pack_g }),
  };
}
