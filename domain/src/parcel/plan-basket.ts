import type { Certificate } from "./load/certificate";
import type { Goods } from "./load/goods";
import { inOrder, planGoods, type GoodsPattern, type GoodsPlan, type PlanOptions } from "./load/plan-goods";
import { compareScores, type Score } from "./load/problem";
import { MAX_EXACT_STATES, SmallTable, statesOf } from "./plan-small";
import { SinglePlanner } from "./plan-single";
import type { Pricer } from "./pricing";

/** Packs of one kind up to which a plan of one kind is its own proof: all of them may be in one parcel (`MAX_PACKS_PER_PARCEL`). */
export const MAX_EXHAUSTED_PACKS = 500;

/** Plans baskets for one destination's prices. Remembers what it knows about each kind, since baskets share kinds. */
export class BasketPlanner {
  private readonly singles = new Map<string, SinglePlanner>();
  private readonly tables = new Map<string, { most: number[]; table: SmallTable | null }>();

  constructor(
    private readonly pricer: Pricer,
    private readonly options: PlanOptions,
  ) {}

  /** Says that this basket will be asked for, so that one table is made for all baskets of the same kinds. */
  announce(goods: readonly Goods[]): void {
    const counts = goods.map((item) => item.count);
    if (goods.length < 2 || statesOf(counts) > MAX_EXACT_STATES) return;
    const key = kindsKey(goods);
    const known = this.tables.get(key);
    if (known === undefined) {
      this.tables.set(key, { most: counts, table: null });
      return;
    }
    const wider = known.most.map((count, at) => Math.max(count, counts[at]!));
    if (statesOf(wider) <= MAX_EXACT_STATES) known.most = wider;
  }

  /**
   * The cheapest parcels for a basket, then the fewest. Exact for one kind and for few packs of several (`MAX_EXACT_STATES`);
   * column generation for more. Each pack must fit alone. Null when the tariffs have too many steps for a large basket.
   */
  plan(goods: readonly Goods[]): GoodsPlan | null {
    const [only, second] = goods;
    if (only !== undefined && second === undefined) return this.oneKind(only);
    const counts = goods.map((item) => item.count);
    if (statesOf(counts) > MAX_EXACT_STATES) return planGoods(goods, this.pricer, this.options);
    const small = this.tableFor(goods, counts).plan(counts);
    const patterns = small.map((filling) => this.pattern(goods, filling.counts, filling.parcels));
    return { patterns: inOrder(patterns), certificate: this.exhausted(goods, patterns) };
  }

  private tableFor(goods: readonly Goods[], counts: readonly number[]): SmallTable {
    const known = this.tables.get(kindsKey(goods));
    if (known === undefined || counts.some((count, at) => count > known.most[at]!)) {
      return new SmallTable(this.pricer, goods, counts);
    }
    if (known.table === null || !known.table.reaches(counts)) {
      known.table = new SmallTable(this.pricer, goods, known.most);
    }
    return known.table;
  }

  private oneKind(item: Goods): GoodsPlan | null {
    const key = `${item.weight_g}/${item.volume_ml}/${item.value_minor}`;
    const single = this.singles.get(key) ?? new SinglePlanner(this.pricer, item);
    this.singles.set(key, single);
    const runs = single.plan(item.count);
    if (runs === null) throw new Error(`BasketPlanner: ${item.kind} does not fit alone`);
    const patterns = runs.map(({ packs, parcels }) => this.pattern([item], [packs], parcels));
    if (item.count <= MAX_EXHAUSTED_PACKS) {
      return { patterns: inOrder(patterns), certificate: this.exhausted([item], patterns) };
    }
    const proven = planGoods([item], this.pricer, { ...this.options, effort: 0 });
    if (proven === null || compareScores(scoreOf(proven.patterns), scoreOf(patterns)) < 0) return proven;
    const { certificate } = proven;
    const upper_bound = certificate.objective === "cost" ? costOf(patterns) : parcelsOf(patterns);
    return { patterns: inOrder(patterns), certificate: { ...certificate, upper_bound } };
  }

  private pattern(goods: readonly Goods[], counts: readonly number[], parcels: number): GoodsPattern {
    const items = goods
      .map((item, index) => ({ kind: item.kind, count: counts[index]! }))
      .filter((item) => item.count > 0);
    const sum = (size: (item: Goods) => number): number =>
      goods.reduce((total, item, index) => total + size(item) * counts[index]!, 0);
    const goods_g = sum((item) => item.weight_g);
    const goods_ml = sum((item) => item.volume_ml);
    const box = this.pricer.box(
      goods_g,
      goods_ml,
      sum((item) => item.value_minor),
    );
    if (box === null) throw new Error(`BasketPlanner: planned a parcel of ${goods_g} g that no box takes`);
    return { parcels, items, goods_g, goods_ml, box };
  }

  private exhausted(goods: readonly Goods[], patterns: readonly GoodsPattern[]): Certificate {
    const least = this.pricer.free ? parcelsOf(patterns) : costOf(patterns);
    return {
      objective: this.pricer.free ? "parcels" : "cost",
      lower_bound: least,
      upper_bound: least,
      parts: [{ by: "exhaustion", kinds: goods.map((item) => item.kind), bound: least }],
      converged: true,
    };
  }
}

/** The kinds of a basket with all that matters for packing, but not how many. */
function kindsKey(goods: readonly Goods[]): string {
  return JSON.stringify(
    goods.map((item) => [item.kind, item.weight_g, item.volume_ml, item.value_minor, item.temperature, item.not_with]),
  );
}

function scoreOf(patterns: readonly GoodsPattern[]): Score {
  return { cost: costOf(patterns), parcels: parcelsOf(patterns) };
}

function parcelsOf(patterns: readonly GoodsPattern[]): number {
  return patterns.reduce((sum, { parcels }) => sum + parcels, 0);
}

function costOf(patterns: readonly GoodsPattern[]): number {
  return patterns.reduce((sum, { box, parcels }) => sum + Number(box.cost_minor) * parcels, 0);
}
