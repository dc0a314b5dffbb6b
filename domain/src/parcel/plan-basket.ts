import { compareText } from "../shared/order";
import type { Certificate } from "./load/certificate";
import { kindKey, type Goods } from "./load/goods";
import {
  inOrder,
  patternOf,
  planGoods,
  reached,
  sumsOf,
  type GoodsPattern,
  type GoodsPlan,
  type PlanOptions,
} from "./load/plan-goods";
import { compareScores } from "./load/problem";
import { MAX_EXACT_STATES, SmallTable, statesOf } from "./plan-small";
import { ShapedPlanner } from "./plan-shaped";
import { SinglePlanner } from "./plan-single";
import { sortOf, traitsOfSort } from "./traits";
import { scoreOfBox, type Pricer } from "./pricing";

/** Packs of one kind up to which a plan of one kind is its own proof: all of them may be in one parcel (`MAX_PACKS_PER_PARCEL`). */
export const MAX_EXHAUSTED_PACKS = 500;

/** Plans baskets for one destination's prices. Remembers what it knows about each kind, since baskets share kinds. */
export class BasketPlanner {
  private readonly singles = new Map<string, SinglePlanner>();
  private readonly tables = new Map<string, { most: number[]; table: SmallTable | null }>();
  private readonly shaped: ShapedPlanner;

  constructor(
    private readonly pricer: Pricer,
    private readonly options: PlanOptions,
  ) {
    this.shaped = new ShapedPlanner(pricer, options);
  }

  /** Says that this basket will be asked for, so that one table is made for all baskets of the same kinds. */
  announce(goods: readonly Goods[]): void {
    for (const own of byTemperature(goods)) this.announceOne(own);
  }

  private announceOne(goods: readonly Goods[]): void {
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
   * column generation for more. Where sides of packs and cartons are known, every parcel is one that the packs can be shown to lie in;
   * the bound is by volume then. Each pack must fit alone. Null when the tariffs have too many steps for a large basket.
   */
  plan(goods: readonly Goods[]): GoodsPlan | null {
    const parts = byTemperature(goods).map((own) => {
      const plan = this.byVolume(own);
      return plan === null ? null : this.shaped.holding(own, plan);
    });
    const plans = parts.filter((plan) => plan !== null);
    if (plans.length < parts.length) return null;
    return plans.length === 1 ? plans[0]! : together(plans);
  }

  private byVolume(goods: readonly Goods[]): GoodsPlan | null {
    const [only, second] = goods;
    if (only !== undefined && second === undefined) return this.oneKind(only);
    const counts = goods.map((item) => item.count);
    if (statesOf(counts) > MAX_EXACT_STATES) return planGoods(goods, this.pricer, this.options);
    const small = this.tableFor(goods, counts).plan(counts);
    const patterns = small.map((filling) => patternOf(goods, filling.counts, filling.parcels, this.pricer));
    return { patterns: inOrder(patterns), certificate: this.exhausted(goods, patterns) };
  }

  private tableFor(goods: readonly Goods[], counts: readonly number[]): SmallTable {
    const known = this.tables.get(kindsKey(goods));
    if (known === undefined || counts.some((count, at) => count > known.most[at]!)) return this.table(goods, counts);
    if (known.table === null || !known.table.reaches(counts)) known.table = this.table(goods, known.most);
    return known.table;
  }

  private table(goods: readonly Goods[], most: readonly number[]): SmallTable {
    // Asked for thousands of sub-baskets: sums, and nothing else.
    const sorts = goods.map((item) => sortOf(item.traits));
    const traits = [0, 1, 2, 3].map(traitsOfSort);
    const costOf = (counts: readonly number[]): bigint | null => {
      let [goods_g, goods_ml, value_minor, sort] = [0, 0, 0, 0];
      for (let at = 0; at < goods.length; at++) {
        const count = counts[at]!;
        if (count === 0) continue;
        const item = goods[at]!;
        goods_g += item.weight_g * count;
        goods_ml += item.volume_ml * count;
        value_minor += item.value_minor * count;
        sort |= sorts[at]!;
      }
      return this.pricer.box(goods_g, goods_ml, value_minor, traits[sort])?.cost_minor ?? null;
    };
    return new SmallTable(costOf, goods, most);
  }

  private oneKind(item: Goods): GoodsPlan | null {
    const { weight_g, volume_ml, value_minor, traits } = item;
    const key = JSON.stringify([weight_g, volume_ml, value_minor, traits]);
    const scoreOf = (packs: number): bigint | null => {
      const box = this.pricer.box(packs * weight_g, packs * volume_ml, packs * value_minor, traits);
      return box === null ? null : scoreOfBox(box);
    };
    const single = this.singles.get(key) ?? new SinglePlanner(scoreOf);
    this.singles.set(key, single);
    const runs = single.plan(item.count);
    if (runs === null) throw new Error(`BasketPlanner: ${item.kind} does not fit alone`);
    const patterns = runs.map(({ packs, parcels }) => patternOf([item], [packs], parcels, this.pricer));
    if (item.count <= MAX_EXHAUSTED_PACKS) {
      return { patterns: inOrder(patterns), certificate: this.exhausted([item], patterns) };
    }
    const proven = planGoods([item], this.pricer, { ...this.options, effort: 0 });
    if (proven === null || compareScores(sumsOf(proven.patterns), sumsOf(patterns)) < 0) return proven;
    const { certificate } = proven;
    const upper_bound = reached(patterns, certificate.objective);
    return { patterns: inOrder(patterns), certificate: { ...certificate, upper_bound } };
  }

  private exhausted(goods: readonly Goods[], patterns: readonly GoodsPattern[]): Certificate {
    const objective = this.pricer.free ? "parcels" : "cost";
    const least = reached(patterns, objective);
    return {
      objective,
      lower_bound: least,
      upper_bound: least,
      parts: [{ by: "exhaustion", kinds: goods.map((item) => item.kind), bound: least }],
      converged: true,
    };
  }
}

/** Goods of different temperature never share a parcel: each is a problem of its own. */
function byTemperature(goods: readonly Goods[]): Goods[][] {
  const temperatures = [...new Set(goods.map((item) => item.temperature))].sort(compareText);
  return temperatures.map((own) => goods.filter((item) => item.temperature === own));
}

/** Plans of goods that never share a parcel, as one. */
function together(plans: readonly GoodsPlan[]): GoodsPlan {
  const all = plans.map((plan) => plan.certificate);
  const insurance_minor = all.reduce((sum, one) => sum + (one.insurance_minor ?? 0), 0);
  return {
    patterns: inOrder(plans.flatMap((plan) => plan.patterns)),
    certificate: {
      objective: all[0]!.objective,
      lower_bound: all.reduce((sum, one) => sum + one.lower_bound, 0),
      upper_bound: all.reduce((sum, one) => sum + one.upper_bound, 0),
      ...(insurance_minor === 0 ? {} : { insurance_minor }),
      parts: all.flatMap((one) => one.parts),
      converged: all.every((one) => one.converged),
    },
  };
}

/** The kinds of a basket with all that matters for packing, but not how many. */
function kindsKey(goods: readonly Goods[]): string {
  return JSON.stringify(goods.map(kindKey));
}
