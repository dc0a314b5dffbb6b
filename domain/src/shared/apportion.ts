/**
 * Splits `total` by `weights` with the largest remainder method (docs: rules, allocation and waterfall):
 * every exact share `total * weight / sum` is floored, then one unit each goes to the largest remainders; equal
 * remainders are ordered by `compareTie` on the keys. The shares sum to `total` exactly, each is within one unit
 * of its exact share, a zero weight gets nothing, and the order of the input does not matter.
 *
 * `keys` must be distinct and `compareTie` must tell any two apart. Throws on negative input, on lengths that
 * differ, and on a positive total with no weight to carry it: the caller refuses that with its own sentence.
 */
export function apportion(
  total: bigint,
  weights: readonly bigint[],
  keys: readonly string[],
  compareTie: (a: string, b: string) => number,
): bigint[] {
  if (weights.length !== keys.length) throw new RangeError("apportion needs one key for each weight");
  if (total < 0n) throw new RangeError("apportion cannot split a negative total");
  let sum = 0n;
  for (const weight of weights) {
    if (weight < 0n) throw new RangeError("apportion takes no negative weight");
    sum += weight;
  }
  if (sum === 0n) {
    if (total > 0n) throw new RangeError("apportion has no weight to carry a positive total");
    return weights.map(() => 0n);
  }
  const exact = weights.map((weight) => total * weight);
  return roundToSum(exact, sum, total, keys, compareTie).units;
}

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
