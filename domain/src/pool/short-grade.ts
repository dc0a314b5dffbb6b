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

/** A line's substituted packs after the other pools' units changed: in whole packs, the first agreed to first. */
export function stillSubstituted(
  substituted: readonly Substituted[],
  unitsOf: (pool: string) => number,
  pack_units: number,
): Substituted[] {
  const left = new Map(substituted.map(({ pool }) => [pool, Math.floor(unitsOf(pool) / pack_units)]));
  return substituted.flatMap((one) => {
    const packs = Math.min(one.packs, left.get(one.pool) ?? 0);
    left.set(one.pool, (left.get(one.pool) ?? 0) - packs);
    return packs > 0 ? [{ ...one, packs }] : [];
  });
}
