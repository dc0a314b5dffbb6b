import type { Pricer } from "./pricing";
import type { PackSize, SinglePlanner } from "./plan-single";

/** Sub-baskets up to which a mixed basket is solved exactly: about 130,000 sums, some tens of milliseconds. */
export const MAX_EXACT_STATES = 512;

export interface MixedItem extends PackSize {
  readonly kind: string;
  readonly count: number;
}

/** Packs of each item in one parcel, in the order of the items. */
export type Content = readonly number[];

/**
 * Parcels for a basket of several kinds. Exact when the basket is small (MAX_EXACT_STATES sub-baskets); else the best
 * of: every kind on its own (exact), and first-fit decreasing by weight, by volume and by density into parcels of each
 * carton's limit and of its cheapest limit per gram. Cheapest first, then fewest parcels. Each item must fit alone.
 */
export function planMixed(pricer: Pricer, items: readonly MixedItem[], singles: readonly SinglePlanner[]): Content[] {
  const states = items.reduce((product, item) => product * (item.count + 1), 1);
  if (states <= MAX_EXACT_STATES) return exactly(pricer, items, states);

  let best = kindByKind(items, singles);
  let bestScore = scoreOf(pricer, items, best);
  for (const limit_g of limits(pricer, items)) {
    for (const order of orders(items)) {
      const contents = firstFit(pricer, items, order, limit_g);
      const score = contents === null ? null : scoreOf(pricer, items, contents);
      if (contents !== null && score !== null && (bestScore === null || score < bestScore)) {
        best = contents;
        bestScore = score;
      }
    }
  }
  return best;
}

/** Dynamic programming over all sub-baskets, numbered in mixed radix. */
function exactly(pricer: Pricer, items: readonly MixedItem[], states: number): Content[] {
  const vectors = Array.from({ length: states }, (_, state) => digitsOf(state, items));
  const scores = vectors.map((content, state) => (state === 0 ? null : scoreOne(pricer, items, content)));
  const best: bigint[] = [0n];
  const choice: number[] = [0];
  for (let state = 1; state < states; state++) {
    const whole = vectors[state]!;
    const first = whole.findIndex((count) => count > 0);
    let least: bigint | null = null;
    let chosen = 0;
    for (let part = 1; part <= state; part++) {
      const score = scores[part];
      const content = vectors[part]!;
      // Some parcel holds a pack of the first kind left: look only at those, else every order is tried.
      if (score === null || score === undefined || content[first] === 0) continue;
      if (!content.every((count, index) => count <= whole[index]!)) continue;
      const sum = score + best[state - part]!;
      if (least === null || sum < least) {
        least = sum;
        chosen = part;
      }
    }
    if (least === null) throw new Error("planMixed: an item does not fit alone");
    best.push(least);
    choice.push(chosen);
  }
  const contents: Content[] = [];
  for (let state = states - 1; state > 0; state -= choice[state]!) contents.push(vectors[choice[state]!]!);
  return contents;
}

function digitsOf(state: number, items: readonly MixedItem[]): number[] {
  let rest = state;
  return items.map((item) => {
    const digit = rest % (item.count + 1);
    rest = Math.floor(rest / (item.count + 1));
    return digit;
  });
}

function kindByKind(items: readonly MixedItem[], singles: readonly SinglePlanner[]): Content[] {
  return items.flatMap((item, index) => {
    const packs = singles[index]?.plan(item.count);
    if (packs === undefined || packs === null) throw new Error(`planMixed: ${item.kind} does not fit alone`);
    return packs.map((count) => items.map((_, other) => (other === index ? count : 0)));
  });
}

/** Goods weights to fill parcels up to: the most each carton carries, and where a gram is cheapest. */
function limits(pricer: Pricer, items: readonly MixedItem[]): number[] {
  const heaviest_g = Math.max(...items.map((item) => item.weight_g));
  const found = new Set<number>();
  for (const carton of pricer.cartons) {
    const most_g = carton.max_weight_g - carton.tare_g;
    let lean: { goods_g: number; cost_minor: bigint } | null = null;
    for (const { card } of pricer.lanes) {
      const capacity_g = Math.min(most_g, card.max_weight_g - carton.tare_g);
      found.add(capacity_g);
      const firstStep = Math.max(0, Math.ceil((heaviest_g + carton.tare_g - card.first_weight_g) / card.step_g));
      for (let step = firstStep; step < firstStep + MAX_STEPS_TRIED; step++) {
        const goods_g = card.first_weight_g + step * card.step_g - carton.tare_g;
        if (goods_g > capacity_g) break;
        const cost_minor = goods_g > 0 ? pricer.box(goods_g, 0)?.cost_minor : undefined;
        if (cost_minor === undefined) continue;
        if (lean === null || cost_minor * BigInt(lean.goods_g) < lean.cost_minor * BigInt(goods_g)) {
          lean = { goods_g, cost_minor };
        }
      }
    }
    if (lean !== null) found.add(lean.goods_g);
  }
  return [...found].filter((limit_g) => limit_g >= heaviest_g).sort((a, b) => b - a);
}

/** Price steps looked at for the cheapest gram: a parcel of over 64 steps is near its limit anyway. */
const MAX_STEPS_TRIED = 64;

function orders(items: readonly MixedItem[]): number[][] {
  const by = (key: (item: MixedItem) => number): number[] =>
    items.map((_, index) => index).sort((a, b) => key(items[b]!) - key(items[a]!) || a - b);
  return [
    by((item) => item.weight_g),
    by((item) => item.volume_ml),
    by((item) => item.weight_g / (item.volume_ml + 1)),
  ];
}

/** Fills one parcel after another with the largest that still fits; a filling is repeated while it can be. */
function firstFit(
  pricer: Pricer,
  items: readonly MixedItem[],
  order: readonly number[],
  limit_g: number,
): Content[] | null {
  const left = items.map((item) => item.count);
  const contents: Content[] = [];
  while (left.some((count) => count > 0)) {
    const content = items.map(() => 0);
    let goods_g = 0;
    let goods_ml = 0;
    for (const index of order) {
      const item = items[index]!;
      const byWeight = Math.floor((limit_g - goods_g) / item.weight_g);
      let take = Math.min(left[index]!, byWeight);
      while (take > 0 && pricer.box(goods_g + take * item.weight_g, goods_ml + take * item.volume_ml) === null) {
        take = Math.floor(take * 0.9);
      }
      content[index] = take;
      goods_g += take * item.weight_g;
      goods_ml += take * item.volume_ml;
    }
    const repeats = Math.min(
      ...content.map((count, index) => (count === 0 ? Infinity : Math.floor(left[index]! / count))),
    );
    if (!Number.isFinite(repeats)) return null;
    for (let n = 0; n < repeats; n++) contents.push(content);
    content.forEach((count, index) => {
      left[index]! -= count * repeats;
    });
  }
  return contents;
}

function scoreOne(pricer: Pricer, items: readonly MixedItem[], content: Content): bigint | null {
  const goods_g = items.reduce((sum, item, index) => sum + item.weight_g * content[index]!, 0);
  const goods_ml = items.reduce((sum, item, index) => sum + item.volume_ml * content[index]!, 0);
  return pricer.score(goods_g, goods_ml);
}

function scoreOf(pricer: Pricer, items: readonly MixedItem[], contents: readonly Content[]): bigint | null {
  let sum = 0n;
  for (const content of contents) {
    const score = scoreOne(pricer, items, content);
    if (score === null) return null;
    sum += score;
  }
  return sum;
}
