import type { Goods } from "./load/goods";
import { dueOf, inOrder, patternOf, planGoods, reached, sumsOf } from "./load/plan-goods";
import type { GoodsPattern, GoodsPlan, PlanOptions } from "./load/plan-goods";
import { compareScores } from "./load/problem";
import { enemiesOf, SmallTable, statesOf } from "./plan-small";
import { SinglePlanner } from "./plan-single";
import { innerMl, parcelGoods, scoreOfBox, type Pricer } from "./pricing";

/** Sub-baskets up to which every one is laid into cartons: some tenths of a second where many just don't fit. */
const MAX_SHAPED_STATES = 512;
/** Parts of a carton's volume that are counted on in turn, until what is planned so can be laid into the cartons. */
const FILLS = [0.92, 0.85, 0.75, 0.65] as const;

/** Sees to it that parcels are such as the packs can be shown to lie in, where the sides of packs and cartons are known. */
export class ShapedPlanner {
  private readonly tables = new Map<string, SmallTable>();

  constructor(
    private readonly pricer: Pricer,
    private readonly options: PlanOptions,
  ) {}

  /**
   * The plan as it is, with a placement of each parcel, where there is one for the same cost. Else the cheapest of: the exact one among
   * contents that can be laid (one kind, or few packs); the plan mended; plans that count on less of the cartons' volume, mended. Its
   * bound stays: it looks at volumes, and so at less than shapes ask.
   */
  holding(goods: readonly Goods[], plan: GoodsPlan): GoodsPlan {
    if (goods.every((item) => item.shape === null)) return plan;
    const asPlanned = this.mended(goods, plan.patterns);
    if (asPlanned.mends === 0) return this.with(plan, asPlanned.patterns);
    const exact = this.exact(goods);
    const found = exact === null ? [asPlanned.patterns, ...this.lessFilled(goods)] : [asPlanned.patterns, exact];
    const best = found.reduce((a, b) => (compareScores(sumsOf(b), sumsOf(a)) < 0 ? b : a));
    return this.with(plan, best);
  }

  private with({ certificate }: GoodsPlan, patterns: readonly GoodsPattern[]): GoodsPlan {
    const upper_bound = reached(patterns, certificate.objective);
    return { patterns: inOrder(patterns), certificate: { ...certificate, upper_bound } };
  }

  /** Null where there are too many sub-baskets to lay every one. */
  private exact(goods: readonly Goods[]): GoodsPattern[] | null {
    const counts = goods.map((item) => item.count);
    const boxFor = (packs: readonly number[]) => this.pricer.boxFor(parcelGoods(goods, packs))?.box ?? null;
    if (goods.length === 1) {
      const single = new SinglePlanner((packs) => {
        const box = boxFor([packs]);
        return box === null ? null : scoreOfBox(box);
      });
      return single.plan(counts[0]!)?.map(({ packs, parcels }) => this.pattern(goods, [packs], parcels)!) ?? null;
    }
    if (statesOf(counts) > MAX_SHAPED_STATES) return null;
    const key = JSON.stringify(goods);
    const table = this.tables.get(key) ?? new SmallTable((packs) => boxFor(packs)?.cost_minor ?? null, goods, counts);
    this.tables.set(key, table);
    return table.plan(counts).map(({ counts: packs, parcels }) => this.pattern(goods, packs, parcels)!);
  }

  /** Plans that fill cartons less and less, up to the first that needs no mending. */
  private lessFilled(goods: readonly Goods[]): GoodsPattern[][] {
    const due = dueOf(this.options);
    const found: GoodsPattern[][] = [];
    for (const fill of FILLS) {
      if (due() || !this.eachFits(goods, fill)) break;
      const plan = planGoods(goods, this.pricer, this.options, fill);
      if (plan === null) break;
      const { patterns, mends } = this.mended(goods, plan.patterns);
      found.push(patterns);
      if (mends === 0) break;
    }
    return found;
  }

  /** Whether some carton takes a pack of each kind when only a part of its volume counts. */
  private eachFits(goods: readonly Goods[], fill: number): boolean {
    const widest_ml = this.pricer.boxes.reduce((most, { carton }) => Math.max(most, innerMl(carton)), 0);
    return goods.every((item) => {
      const box = this.pricer.box(item.weight_g, Math.ceil(item.volume_ml / fill), item.value_minor, item.traits);
      return item.volume_ml <= widest_ml * fill && box !== null;
    });
  }

  /** Parcels that can be laid stay, in a dearer box where need be; the packs of all others are packed anew by what can be laid. */
  private mended(
    goods: readonly Goods[],
    patterns: readonly GoodsPattern[],
  ): { patterns: GoodsPattern[]; mends: number } {
    const left = new Map<string, number>();
    let mends = 0;
    const stay = patterns.flatMap((pattern) => {
      const packs = new Map(pattern.items.map(({ kind, count }) => [kind, count]));
      const counts = goods.map(({ kind }) => packs.get(kind) ?? 0);
      const held = this.pattern(goods, counts, pattern.parcels);
      if (held === null || held.box.cost_minor !== pattern.box.cost_minor) mends++;
      if (held !== null) return [held];
      for (const [kind, count] of packs) left.set(kind, (left.get(kind) ?? 0) + count * pattern.parcels);
      return [];
    });
    const counts = goods.map(({ kind }) => left.get(kind) ?? 0);
    return { patterns: [...stay, ...this.laidAnew(goods, counts)], mends };
  }

  private pattern(goods: readonly Goods[], counts: readonly number[], parcels: number): GoodsPattern | null {
    const held = this.pricer.boxFor(parcelGoods(goods, counts));
    return held === null ? null : { ...patternOf(goods, counts, parcels, this.pricer), ...held };
  }

  /** Parcel after parcel what makes the cheapest litre, the same as often as there are packs for it. */
  private laidAnew(goods: readonly Goods[], counts: readonly number[]): GoodsPattern[] {
    const left = [...counts];
    const patterns: GoodsPattern[] = [];
    while (left.some((count) => count > 0)) {
      const candidates = this.contents(goods, left).flatMap((packs) => {
        const pattern = this.pattern(goods, packs, timesIn(left, packs));
        return pattern === null
          ? []
          : [{ packs, pattern, each: Number(pattern.box.cost_minor) / (pattern.goods_ml || 1) }];
      });
      const [best] = candidates.sort((a, b) => a.each - b.each || b.pattern.goods_ml - a.pattern.goods_ml);
      if (best === undefined) throw new Error("planParcels: a pack that fits alone was not laid");
      patterns.push(best.pattern);
      best.packs.forEach((count, at) => (left[at]! -= count * best.pattern.parcels));
    }
    return patterns;
  }

  /** For each carton what can be laid into it of the packs that are left; and one pack of the largest, which always goes. */
  private contents(goods: readonly Goods[], left: readonly number[]): number[][] {
    const order = goods.map((_, at) => at).filter((at) => left[at]! > 0);
    order.sort((a, b) => goods[b]!.volume_ml - goods[a]!.volume_ml || a - b);
    const alone = goods.map((_, at) => (at === order[0] ? 1 : 0));
    const enemies = enemiesOf(goods);
    const cartons = new Map(this.pricer.boxes.map(({ carton }) => [carton?.code ?? "", carton]));
    const filled = [...cartons.values()].flatMap((carton) => {
      // What weight, volume and value allow, the largest packs first, one after the other.
      const packs = goods.map(() => 0);
      for (const at of order) {
        if (enemies.some(([a, b]) => (a === at && packs[b]! > 0) || (b === at && packs[a]! > 0))) continue;
        const room_g = (carton?.max_weight_g ?? Infinity) - (carton?.tare_g ?? 0) - parcelGoods(goods, packs).goods_g;
        const room_ml = innerMl(carton) - parcelGoods(goods, packs).goods_ml;
        const { weight_g, volume_ml } = goods[at]!;
        const most = Math.min(
          left[at]!,
          Math.floor(room_g / weight_g),
          volume_ml === 0 ? Infinity : Math.floor(room_ml / volume_ml),
        );
        packs[at] = this.mostOf(goods, packs, at, most);
      }
      const { shapes } = parcelGoods(goods, packs);
      if (shapes === null || carton?.size_mm === undefined) return [packs];
      const laid = this.pricer.fits.fill(carton.size_mm, shapes);
      return [goods.map(({ kind }) => laid.get(kind) ?? 0)];
    });
    return [...filled.filter((packs) => packs.some((count) => count > 0)), alone];
  }

  /** The most packs of one kind beside others that some box takes by weight, volume and value: by halving. */
  private mostOf(goods: readonly Goods[], packs: readonly number[], at: number, most: number): number {
    let [low, high] = [0, Math.max(0, most)];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      const more = packs.map((count, kind) => (kind === at ? middle : count));
      const { goods_g, goods_ml, value_minor, traits } = parcelGoods(goods, more);
      if (this.pricer.box(goods_g, goods_ml, value_minor, traits) !== null) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function timesIn(left: readonly number[], packs: readonly number[]): number {
  return packs.reduce(
    (times, count, at) => (count === 0 ? times : Math.min(times, Math.floor(left[at]! / count))),
    Infinity,
  );
}
