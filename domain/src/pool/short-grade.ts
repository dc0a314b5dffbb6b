import { z } from "zod";

// Packs that are filled with another grade than was ordered, and what goes back for them. See docs: adr, shorts.

const price = z.int().positive().max(1_000_000_000_000);

/** Two prices of one day, as the buyer was shown them: minor units of a currency for so many units of the pool. */
export const gradeTermsSchema = z.strictObject({
  /** What was ordered: `from_minor` buys `from_units`. */
  from_minor: price,
  from_units: price,
  /** What comes instead. */
  to_minor: price,
  to_units: price,
});
export type GradeTerms = z.output<typeof gradeTermsSchema>;

export const substitutedSchema = gradeTermsSchema.extend({
  /** The pool that fills them. */
  pool: z.string().min(1).max(200),
  packs: z.int().nonnegative(),
  /** The lots that filled them then, and with how much; left out where nobody wrote it down. */
  lots: z.array(z.strictObject({ lot: z.string().min(1).max(200), units: z.int().positive() })).optional(),
});
/** Packs of a line that another grade fills, by the buyer's consent. */
export type Substituted = z.output<typeof substitutedSchema>;

/** An exact amount of minor units: `num / den`, den > 0. */
export interface Fraction {
  readonly num: bigint;
  readonly den: bigint;
}

/**
 * What has gone back for goods of a line once `short_packs` are missing and some are filled with other grades, exactly:
 * goods * short / packs + sum of goods * substituted / packs * (1 - other price / ordered price). A dearer grade costs the
 * buyer nothing: its part is 0. Never more than the goods cost.
 */
export function goodsBack(
  goods_minor: bigint,
  packs: number,
  short_packs: number,
  substituted: readonly Substituted[],
): Fraction {
  let sum: Fraction = { num: BigInt(short_packs), den: 1n };
  let room = packs - short_packs;
  for (const one of substituted) {
    const counted = Math.max(0, Math.min(one.packs, room));
    room -= counted;
    const from = BigInt(one.from_minor) * BigInt(one.to_units);
    const to = BigInt(one.to_minor) * BigInt(one.from_units);
    if (to >= from || counted === 0) continue;
    sum = { num: sum.num * from + sum.den * BigInt(counted) * (from - to), den: sum.den * from };
  }
  return { num: sum.num * goods_minor, den: sum.den * BigInt(packs) };
}

/** Units that a lot of a pool gives a line now. */
export interface Given {
  readonly lot: string;
  readonly pool: string;
  readonly units: number;
}

/**
 * A line's substituted packs as they stand with what its lots give now, in whole packs. Each consent keeps its own terms: it
 * counts by the lots that filled it; what came in their place since (swapped, filled in) counts for those that lack
 * something, the first agreed to first. Packs that two consents fill in parts go to the one that has more of it.
 */
export function stillSubstituted(
  substituted: readonly Substituted[],
  given: readonly Given[],
  pack_units: number,
): Substituted[] {
  const left = given.map((one) => ({ ...one }));
  const units = substituted.map(() => 0);
  const take = (index: number, from: (typeof left)[number] | undefined, most: number) => {
    const one = substituted[index];
    if (!one || !from || from.pool !== one.pool) return;
    const taken = Math.min(most, from.units, one.packs * pack_units - (units[index] ?? 0));
    units[index] = (units[index] ?? 0) + taken;
    from.units -= taken;
  };
  substituted.forEach(({ lots = [] }, index) => {
    for (const { lot, units: gave } of lots)
      take(
        index,
        left.find((one) => one.lot === lot),
        gave,
      );
  });
  substituted.forEach((_, index) => {
    for (const one of left) take(index, one, one.units);
  });
  const packs = wholePacks(substituted, units, pack_units);
  return substituted.flatMap((one, index) => {
    const whole = packs[index] ?? 0;
    return whole > 0 ? [{ ...one, packs: whole }] : [];
  });
}

/** Whole packs of each pool, the largest remainders first, then the first agreed to. */
function wholePacks(substituted: readonly Substituted[], units: readonly number[], pack_units: number): number[] {
  const packs = units.map((one) => Math.floor(one / pack_units));
  for (const pool of new Set(substituted.map((one) => one.pool))) {
    const mine = substituted.flatMap((one, index) => (one.pool === pool ? [index] : []));
    const rest = (index: number) => (units[index] ?? 0) % pack_units;
    let spare = Math.floor(mine.reduce((sum, index) => sum + rest(index), 0) / pack_units);
    for (const index of [...mine].sort((a, b) => rest(b) - rest(a) || a - b)) {
      if (spare === 0) break;
      packs[index] = (packs[index] ?? 0) + 1;
      spare -= 1;
    }
  }
  return packs;
}
