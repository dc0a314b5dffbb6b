// Part of allocate-bigint.ts: largest remainders by a full sort.
export interface Rounded {
  /** Whole units, in the order of the input. */
  readonly units: bigint[];
  /** Remainder of each exact share, over the common denominator. */
  readonly remainders: bigint[];
  /** Which indices were given one unit for their remainder. */
  readonly raised: ReadonlySet<number>;
}

/**
 * The rounding half of the largest remainder method, for exact shares `numerators[i] / denominator` that already
 * sum to `total`. Throws when they do not: then the caller's exact shares are wrong, and rounding must not hide it.
 */
export function roundToSum(
  numerators: readonly bigint[],
  denominator: bigint,
  total: bigint,
  keys: readonly string[],
  compareTie: (a: string, b: string) => number,
): Rounded {
  const units = numerators.map((numerator) => numerator / denominator);
  const remainders = numerators.map((numerator) => numerator % denominator);
  const left = total - units.reduce((sum, unit) => sum + unit, 0n);
  if (remainders.reduce((sum, rest) => sum + rest, 0n) !== left * denominator) {
    throw new RangeError("roundToSum: the exact shares do not sum to the total");
  }
  const raised = new Set<number>();
  if (left > 0n) {
    const candidates = remainders.map((_, index) => index).filter((index) => remainders[index]! > 0n);
    candidates.sort((a, b) => {
      const difference = remainders[b]! - remainders[a]!;
      return difference > 0n ? 1 : difference < 0n ? -1 : compareTie(keys[a]!, keys[b]!);
    });
    for (const index of candidates.slice(0, Number(left))) {
      units[index] = units[index]! + 1n;
      raised.add(index);
    }
  }
  return { units, remainders, raised };
}
