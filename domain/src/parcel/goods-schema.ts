import { z } from "zod";
import { compareText } from "../shared/order";
import type { Goods } from "./load/goods";
import type { Pricer } from "./pricing";

/** Packs of one kind to one destination at most, as in a cart line; a load to one place may be larger. */
export const MAX_PACKS_PER_ITEM = 1_000_000;

const kind = z.string().min(1).max(200);

/** What one kind of pack is like, and how many of them go. A pack without volume or value is not limited by it. */
export const goodsItemSchema = z.strictObject({
  kind,
  weight_g: z.int().positive(),
  volume_ml: z.int().nonnegative().optional(),
  /** Declared value of one pack, in the minor units of the rate cards. */
  value_minor: z.int().nonnegative().optional(),
  /** Packs of different classes, such as "frozen" and "cool", never share a parcel. Left out: a class of its own. */
  temperature: z.string().max(50).optional(),
  /** Kinds that may not share a parcel with this one; one of the two needs to say so. */
  not_with: z.array(kind).max(1_000).optional(),
  count: z.int().nonnegative().max(MAX_PACKS_PER_ITEM),
});

export type GoodsItem = z.output<typeof goodsItemSchema>;

/**
 * One entry for each kind that has packs, by name; counts of a kind that is listed twice are added. Null with the kind's
 * name when it is listed with two sizes.
 */
export function goodsOf(
  items: readonly GoodsItem[],
): { goods: Goods[]; differs: null } | { goods: null; differs: string } {
  const kinds = new Map<string, Goods>();
  for (const { kind, weight_g, volume_ml = 0, value_minor = 0, temperature = "", not_with = [], count } of items) {
    if (count === 0) continue;
    const known = kinds.get(kind);
    if (known !== undefined) {
      const same =
        known.weight_g === weight_g &&
        known.volume_ml === volume_ml &&
        known.value_minor === value_minor &&
        known.temperature === temperature;
      if (!same) return { goods: null, differs: kind };
    }
    kinds.set(kind, {
      kind,
      weight_g,
      volume_ml,
      value_minor,
      temperature,
      not_with: [...new Set([...not_with, ...(known?.not_with ?? [])])].sort(compareText),
      count: count + (known?.count ?? 0),
    });
  }
  return { goods: [...kinds.values()].sort((a, b) => compareText(a.kind, b.kind)), differs: null };
}

/** A kind of which not even one pack goes into any box, and why, as a part of a sentence. */
export interface Misfit {
  readonly kind: string;
  readonly why: string;
}

/** The kinds that fit nowhere, in their order. */
export function misfitsOf(pricer: Pricer, goods: readonly Goods[]): Misfit[] {
  return goods
    .filter((item) => pricer.box(item.weight_g, item.volume_ml, item.value_minor) === null)
    .map((item) => ({ kind: item.kind, why: whyNowhere(pricer, item) }));
}

function whyNowhere(pricer: Pricer, item: Goods): string {
  const limits = pricer.boxes.map(({ carton, lane }) => ({
    goods_g: Math.min(
      pricer.capacity_g,
      Math.min(carton?.max_weight_g ?? Infinity, lane?.card.max_weight_g ?? Infinity) - (carton?.tare_g ?? 0),
    ),
    goods_ml: carton?.inner_ml ?? Infinity,
    value_minor: lane?.card.max_value_minor === undefined ? Infinity : Number(lane.card.max_value_minor),
  }));
  if (limits.length === 0) return "there is no carton or no carrier for it";
  const most = (of: (limit: (typeof limits)[number]) => number): number =>
    limits.reduce((widest, limit) => Math.max(widest, of(limit)), 0);
  const most_g = most((limit) => limit.goods_g);
  const most_ml = most((limit) => limit.goods_ml);
  const most_value = most((limit) => limit.value_minor);
  if (item.weight_g > most_g) return `${item.weight_g} g is over the ${most_g} g that the largest parcel holds`;
  if (item.volume_ml > most_ml) return `${item.volume_ml} ml is over the ${most_ml} ml of the largest carton`;
  if (item.value_minor > most_value)
    return `its value of ${item.value_minor} is over the ${most_value} that a carrier takes`;
  return `no one carton and carrier takes its ${item.weight_g} g and ${item.volume_ml} ml together`;
}
