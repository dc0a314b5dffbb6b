import type { Goods } from "./load/goods";
import type { Pricer } from "./pricing";

/** Sub-baskets up to which a mixed basket is solved exactly: about 130,000 sums, some milliseconds. */
export const MAX_EXACT_STATES = 512;
/** Parcels of a basket of so few packs, so that cost and parcels are one number; costs stay below 2^40. */
const PARCELS = 4_096;

/** Parcels of equal content: packs of each item, in the order of the items. */
export interface SmallFilling {
  readonly counts: readonly number[];
  readonly parcels: number;
}

/**
 * The cheapest parcels for a small basket, then the fewest: dynamic programming over all sub-baskets, numbered in mixed
 * radix. Exact. Null when there are more than `MAX_EXACT_STATES` sub-baskets. Each pack must fit alone.
 */
export function planSmall(pricer: Pricer, goods: readonly Goods[]): SmallFilling[] | null {
  const states = goods.reduce((product, item) => product * (item.count + 1), 1);
  if (states > MAX_EXACT_STATES) return null;
  const width = goods.length;
  const digits = digitsOf(goods, states);
  const parcels = parcelsOf(pricer, goods, digits, states);
  const best = new Float64Array(states).fill(Infinity);
  const choice = new Int32Array(states);
  best[0] = 0;
  for (let state = 1; state < states; state++) {
    const whole = state * width;
    let first = 0;
    while (digits[whole + first] === 0) first++;
    // Some parcel holds a pack of the first kind left: look only at those, else every order is tried.
    for (const { part, score, first: from } of parcels) {
      if (part > state) break;
      if (digits[part * width + first] === 0 || from < first) continue;
      let inside = true;
      for (let k = first; k < width && inside; k++) inside = digits[part * width + k]! <= digits[whole + k]!;
      if (!inside) continue;
      const sum = score + best[state - part]!;
      if (sum < best[state]!) {
        best[state] = sum;
        choice[state] = part;
      }
    }
  }
  if (!Number.isFinite(best[states - 1])) throw new Error("planSmall: an item does not fit alone");
  const found = new Map<number, number>();
  for (let state = states - 1; state > 0; state -= choice[state]!) {
    found.set(choice[state]!, (found.get(choice[state]!) ?? 0) + 1);
  }
  return [...found].map(([part, count]) => ({
    counts: Array.from(digits.subarray(part * width, (part + 1) * width)),
    parcels: count,
  }));
}

/** Every sub-basket that may be one parcel, with cost and parcel as one score, by number. */
function parcelsOf(
  pricer: Pricer,
  goods: readonly Goods[],
  digits: Int32Array,
  states: number,
): { part: number; score: number; first: number }[] {
  const width = goods.length;
  const enemies = enemiesOf(goods);
  const found: { part: number; score: number; first: number }[] = [];
  for (let part = 1; part < states; part++) {
    let goods_g = 0;
    let goods_ml = 0;
    let value_minor = 0;
    let first = -1;
    for (let k = 0; k < width; k++) {
      const count = digits[part * width + k]!;
      if (count > 0 && first < 0) first = k;
      goods_g += goods[k]!.weight_g * count;
      goods_ml += goods[k]!.volume_ml * count;
      value_minor += goods[k]!.value_minor * count;
    }
    if (enemies.some(([a, b]) => digits[part * width + a]! > 0 && digits[part * width + b]! > 0)) continue;
    const box = pricer.box(goods_g, goods_ml, value_minor);
    if (box !== null) found.push({ part, score: Number(box.cost_minor) * PARCELS + 1, first });
  }
  return found;
}

function digitsOf(goods: readonly Goods[], states: number): Int32Array {
  const digits = new Int32Array(states * goods.length);
  for (let state = 0; state < states; state++) {
    let rest = state;
    goods.forEach((item, k) => {
      digits[state * goods.length + k] = rest % (item.count + 1);
      rest = Math.floor(rest / (item.count + 1));
    });
  }
  return digits;
}

/** Pairs that may not share a parcel: of other temperatures, or named so by one of the two. */
function enemiesOf(goods: readonly Goods[]): [number, number][] {
  const pairs: [number, number][] = [];
  goods.forEach((a, at) =>
    goods.slice(at + 1).forEach((b, offset) => {
      const named = a.not_with.includes(b.kind) || b.not_with.includes(a.kind);
      if (named || a.temperature !== b.temperature) pairs.push([at, at + 1 + offset]);
    }),
  );
  return pairs;
}
