import type { CertificateTable } from "./load/certificate";
import type { CheckedGoods } from "./verify-cost";

/** What goods of some sort cost as one parcel without insurance; Infinity when nothing takes them. */
export type CostBySize = (goods_g: number, goods_ml: number, value_minor: number) => number;

export type Priced = CheckedGoods & { readonly kind: string; readonly price: number };

/** Cells of the table at most: a certificate with a finer one is not looked at. */
const MAX_CELLS = 4_000_000;

/**
 * Whether some content is worth more than `scale` times what its parcel costs, for every size of parcel of one sort. `sets`:
 * kinds that may go together. Sizes are rounded down to cells, so that no content is overlooked. Null when none is, else what
 * is wrong as a part of a sentence.
 */
export function faultOfTable(
  sets: readonly (readonly Priced[])[],
  table: CertificateTable,
  scale: number,
  cost: CostBySize,
): string | null {
  if (![table.unit_g, table.unit_second].every((unit) => Number.isSafeInteger(unit) && unit > 0)) {
    return "its table is not of whole units";
  }
  const size = (item: Priced): [number, number] => [
    Math.floor(item.weight_g / table.unit_g),
    table.second === null ? 0 : Math.floor(item[table.second] / table.unit_second),
  ];
  for (const set of sets) {
    const limit = limitsOf(set, size, table, cost);
    if ((limit.g + 1) * (limit.second + 1) > MAX_CELLS) return "its table is too large to look at";
    const rows = set.map((item) => ({ size: size(item), price: item.price, count: item.count }));
    const worth = worthOf(rows, limit);
    for (let g = 0; g <= limit.g; g++) {
      for (let second = 0; second <= limit.second; second++) {
        const measure = second * table.unit_second;
        const each = cost(
          Math.max(1, g * table.unit_g),
          table.second === "volume_ml" ? measure : 0,
          table.second === "value_minor" ? measure : 0,
        );
        if (each === Infinity) continue;
        // Sums below 2^53 are exact, and those above stay above: so is the comparison, when what it is with is below.
        if (scale * each > Number.MAX_SAFE_INTEGER) return "its scale is too large to compare exactly";
        if (worth[g * (limit.second + 1) + second]! > scale * each)
          return "some content is worth more than its parcel costs";
      }
    }
  }
  return null;
}

/** The largest contents in cells: all packs, or the largest parcel there is. */
function limitsOf(
  kinds: readonly Priced[],
  size: (item: Priced) => [number, number],
  table: CertificateTable,
  cost: CostBySize,
): { g: number; second: number } {
  const all = (axis: 0 | 1): number => kinds.reduce((sum, item) => sum + size(item)[axis] * item.count, 0);
  // Doubling, then halving: what fits never grows with size.
  const largest = (fits: (cells: number) => boolean, most: number): number => {
    let low = 0;
    let high = 1;
    while (high < most && fits(high)) high *= 2;
    high = Math.min(high, most);
    if (fits(high)) return high;
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (fits(middle)) low = middle;
      else high = middle;
    }
    return low;
  };
  const g = largest((cells) => cost(Math.max(1, cells * table.unit_g), 0, 0) < Infinity, all(0));
  if (table.second === null) return { g, second: 0 };
  const volume = table.second === "volume_ml";
  const second = largest((cells) => {
    const measure = cells * table.unit_second;
    return cost(1, volume ? measure : 0, volume ? 0 : measure) < Infinity;
  }, all(1));
  return { g, second };
}

/** For every size in cells the most that packs of no larger size are worth: exact below 2^53, and above it where it is above. */
function worthOf(
  rows: readonly { size: readonly [number, number]; price: number; count: number }[],
  limit: { g: number; second: number },
): Float64Array {
  const width = limit.second + 1;
  const worth = new Float64Array((limit.g + 1) * width);
  for (const { size, price, count } of rows) {
    const [g, second] = size;
    if (price === 0 || g > limit.g || second > limit.second) continue;
    const fitting = Math.min(
      g === 0 ? Infinity : Math.floor(limit.g / g),
      second === 0 ? Infinity : Math.floor(limit.second / second),
    );
    if (fitting <= count) {
      // As many as fit: forwards, so that a cell may hold several.
      for (let row = g; row <= limit.g; row++) {
        for (let column = second; column <= limit.second; column++) {
          const cell = row * width + column;
          worth[cell] = Math.max(worth[cell]!, worth[cell - g * width - second]! + price);
        }
      }
    } else {
      // One pack after another: backwards, so that each is in a cell once.
      for (let pack = 0; pack < count; pack++) {
        for (let row = limit.g; row >= g; row--) {
          for (let column = limit.second; column >= second; column--) {
            const cell = row * width + column;
            worth[cell] = Math.max(worth[cell]!, worth[cell - g * width - second]! + price);
          }
        }
      }
    }
  }
  return worth;
}
