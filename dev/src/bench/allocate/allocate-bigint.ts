import type { AllocateInput, AllocateOutput, AllocationParty, AllocationShare } from "@commonlot/domain";
import { compareText, tieOrder } from "./order.js";
import { solve, type Claim, type Solution } from "./solve-bigint.js";

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
 * The fairness rules in BigInt and objects, as they were first written: slow, and easy to believe. The product computes over
 * columns of doubles (domain/src/pool/allocate-arrays.ts); tests and the benchmark compare the two, share by share. Takes
 * valid input only.
 */
export function allocateBigint(wanted: AllocateInput): AllocateOutput {
  const pack_g = wanted.pack_g ?? 1;
  const compareKeys = tieOrder(wanted.salt);
  const by = countsByLot(wanted) ? "lot" : "household";
  const parties = partiesOf(wanted, by, BigInt(pack_g), compareKeys);
  const order = BigInt(wanted.grams / pack_g);
  const givable = parties.reduce((sum, party) => sum + party.high, 0n);
  const total = order < givable ? order : givable;

  const solution = solve(parties, total, wanted.rule, BigInt(wanted.min_take_g ?? 0), BigInt(pack_g), compareKeys);
  const given_g = Number(total) * pack_g;
  return {
    shares: sharesOf(parties, solution, pack_g),
    short_g: wanted.grams - given_g,
    given_g,
    by,
    level_g: wanted.rule === "pro_rata" || solution.level === null ? null : levelGrams(solution.level, pack_g),
    parties: parties
      .map((party, index) => described(party, solution, index, pack_g))
      .sort((a, b) => compareText(a.id, b.id)),
  };
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
      past: by === "lot" ? 0n : group.past,
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
