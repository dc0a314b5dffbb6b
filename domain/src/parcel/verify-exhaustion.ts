import type { CheckedContent, CheckedGoods } from "./verify-cost";

type Kind = CheckedGoods & { readonly kind: string };
/** What goods cost as one parcel, in what is to be least; Infinity when nothing takes them. */
export type CostOf = (content: CheckedContent) => number;

/** Sub-baskets looked at, at most. */
const MAX_STATES = 4_096;

/**
 * What small baskets cost at the least: all divisions anew, by recursion over what is left to pack. One table serves all baskets
 * of the same kinds, so that thousands are checked in the time of the widest. It belongs to one tariff.
 */
export class Exhaustion {
  private readonly widest = new Map<string, number[]>();
  private readonly tables = new Map<string, LeastTable>();

  constructor(private readonly cost: CostOf) {}

  /** Says that this basket will be looked at, so that one table is made for it and its like. */
  announce(kinds: readonly Kind[]): void {
    const key = keyOf(kinds);
    const known = this.widest.get(key);
    const wider = kinds.map((item, at) => Math.max(item.count, known?.[at] ?? 0));
    if (statesOf(wider) <= MAX_STATES) this.widest.set(key, wider);
  }

  /** Whether a basket can really not be sent for less than its bound: null when it can't, else what is wrong in words. */
  faultOf(kinds: readonly Kind[], bound: number): string | null {
    const counts = kinds.map((item) => item.count);
    if (statesOf(counts) > MAX_STATES) return "there are too many divisions to look at";
    const least = this.tableFor(kinds, counts).least(counts);
    if (least === Infinity) return "no division was found at all";
    return least >= bound ? null : `${least} is possible`;
  }

  private tableFor(kinds: readonly Kind[], counts: readonly number[]): LeastTable {
    const key = keyOf(kinds);
    const widest = this.widest.get(key);
    const most = widest && counts.every((count, at) => count <= widest[at]!) ? widest : counts;
    const known = this.tables.get(key);
    if (known?.reaches(most)) return known;
    const table = new LeastTable(kinds, most, this.cost);
    this.tables.set(key, table);
    return table;
  }
}

function statesOf(counts: readonly number[]): number {
  return counts.reduce((product, count) => product * (count + 1), 1);
}

/** The kinds with all that a price may depend on, but not how many. */
function keyOf(kinds: readonly Kind[]): string {
  return JSON.stringify(
    kinds.map((item) => [
      item.kind,
      item.weight_g,
      item.volume_ml,
      item.value_minor,
      item.temperature,
      [...item.not_with].sort(),
      item.traits,
    ]),
  );
}

/**
 * The least cost of every sub-basket of `most`. A sub-basket is a number in a mixed base, the last kind counting fastest; its
 * first kind that has packs is in some parcel, which is looked for among all that a parcel may hold.
 */
class LeastTable {
  private readonly costs: Float64Array;

  constructor(
    kinds: readonly Kind[],
    private readonly most: readonly number[],
    cost: CostOf,
  ) {
    const states = statesOf(most);
    const packs = allPacks(most, states);
    const alone = contentCosts(kinds, packs, states, cost);
    this.costs = new Float64Array(states).fill(Infinity);
    this.costs[0] = 0;
    const byFirst = kinds.map((_, first) => {
      const holding: number[] = [];
      for (let content = 1; content < states; content++) {
        if (alone[content]! < Infinity && packs[content * kinds.length + first]! > 0) holding.push(content);
      }
      return Int32Array.from(holding);
    });
    for (let state = 1; state < states; state++) {
      const first = firstOf(packs, state, kinds.length);
      let least = Infinity;
      for (const content of byFirst[first]!) {
        // A smaller number may still hold more of some kind; a larger one always does.
        if (content > state) break;
        const sum = alone[content]! + this.costs[state - content]!;
        if (sum < least && isWithin(packs, content, state, kinds.length)) least = sum;
      }
      this.costs[state] = least;
    }
  }

  reaches(counts: readonly number[]): boolean {
    return counts.length === this.most.length && counts.every((count, at) => count <= this.most[at]!);
  }

  least(counts: readonly number[]): number {
    return this.costs[counts.reduce((state, count, at) => state * (this.most[at]! + 1) + count, 0)]!;
  }
}

/** The packs of each kind in each sub-basket, row by row. */
function allPacks(most: readonly number[], states: number): Int32Array {
  const packs = new Int32Array(states * most.length);
  for (let state = 0; state < states; state++) {
    let rest = state;
    for (let at = most.length - 1; at >= 0; at--) {
      packs[state * most.length + at] = rest % (most[at]! + 1);
      rest = Math.floor(rest / (most[at]! + 1));
    }
  }
  return packs;
}

function firstOf(packs: Int32Array, state: number, kinds: number): number {
  let first = 0;
  while (packs[state * kinds + first] === 0) first++;
  return first;
}

function isWithin(packs: Int32Array, content: number, state: number, kinds: number): boolean {
  for (let at = 0; at < kinds; at++) if (packs[content * kinds + at]! > packs[state * kinds + at]!) return false;
  return true;
}

/** What each sub-basket costs as one parcel. */
function contentCosts(kinds: readonly Kind[], packs: Int32Array, states: number, cost: CostOf): Float64Array {
  const costs = new Float64Array(states).fill(Infinity);
  const mixes = kinds.map((item) =>
    kinds.map((other) => item.not_with.has(other.kind) || item.temperature !== other.temperature),
  );
  for (let state = 1; state < states; state++) {
    const inside = kinds.flatMap((_, at) => (packs[state * kinds.length + at]! > 0 ? [at] : []));
    if (inside.some((one) => inside.some((other) => mixes[one]![other]))) continue;
    const sum = (size: (item: Kind) => number): number =>
      inside.reduce((total, at) => total + size(kinds[at]!) * packs[state * kinds.length + at]!, 0);
    costs[state] = cost({
      goods_g: sum((item) => item.weight_g),
      goods_ml: sum((item) => item.volume_ml),
      value_minor: sum((item) => item.value_minor),
      traits: {
        fragile: inside.some((at) => kinds[at]!.traits.fragile),
        cold: inside.some((at) => kinds[at]!.traits.cold),
      },
      insured: true,
    });
  }
  return costs;
}
