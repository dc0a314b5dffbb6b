import { z } from "zod";
import { compareText } from "../shared/order";
import { sizeSchema, volumeOf } from "./carton";
import { kindKey, type Goods } from "./load/goods";
import { mostValue, parcelGoods, type Box, type ParcelGoods, type Pricer } from "./pricing";
import { chargedTraits, type Traits } from "./traits";

/** Packs of one kind to one destination at most, as in a cart line; a load to one place may be larger. */
export const MAX_PACKS_PER_ITEM = 1_000_000;

const kind = z.string().min(1).max(200);

/** What one kind of pack is like, and how many of them go. A pack without volume or value is not limited by it. */
export const goodsItemSchema = z.strictObject({
  kind,
  weight_g: z.int().positive(),
  volume_ml: z.int().nonnegative().optional(),
  /** Length, width and height as it stands. Its volume, where that is left out; and where cartons have sides, how it lies in them. */
  size_mm: sizeSchema.optional(),
  /** Only turned about the vertical. Counts where sides do. */
  keep_upright: z.boolean().optional(),
  /** Cards may charge more for a parcel that holds anything fragile, or cold. */
  fragile: z.boolean().optional(),
  cold: z.boolean().optional(),
  /** Declared value of one pack, in the minor units of the rate cards. */
  value_minor: z.int().nonnegative().optional(),
  /** Packs of different classes, such as "frozen" and "cool", never share a parcel. Left out: a class of its own. */
  temperature: z.string().max(50).optional(),
  /** Kinds that may not share a parcel with this one; one of the two needs to say so. */
  not_with: z.array(kind).max(1_000).optional(),
  count: z.int().nonnegative().max(MAX_PACKS_PER_ITEM),
});

export type GoodsItem = z.output<typeof goodsItemSchema>;

/** What of goods makes a difference to prices and limits: the rest is not looked at, so that more baskets are equal. */
export interface Matters extends Traits {
  readonly value: boolean;
  readonly size: boolean;
}

export function whatMatters(boxes: readonly Box[]): Matters {
  const cards = boxes.flatMap(({ lane }) => (lane === null ? [] : [lane.card]));
  return {
    ...chargedTraits(cards),
    value: cards.some((card) => card.max_value_minor !== undefined || card.declared !== undefined),
    size: boxes.some(({ carton }) => carton?.size_mm !== undefined),
  };
}

/**
 * One entry for each kind that has packs, by name; counts of a kind that is listed twice are added. Null with the kind's
 * name when it is listed as two sorts of goods.
 */
export function goodsOf(
  items: readonly GoodsItem[],
  matters: Matters,
): { goods: Goods[]; differs: null } | { goods: null; differs: string } {
  const kinds = new Map<string, Goods>();
  for (const item of items) {
    if (item.count === 0) continue;
    const goods = goodsOfItem(item, matters);
    const known = kinds.get(item.kind);
    if (known !== undefined && alike(known) !== alike(goods)) return { goods: null, differs: item.kind };
    const not_with = [...new Set([...goods.not_with, ...(known?.not_with ?? [])])].sort(compareText);
    kinds.set(item.kind, { ...goods, not_with, count: goods.count + (known?.count ?? 0) });
  }
  return { goods: [...kinds.values()].sort((a, b) => compareText(a.kind, b.kind)), differs: null };
}

function goodsOfItem(item: GoodsItem, matters: Matters): Goods {
  const { kind, weight_g, size_mm, value_minor = 0, temperature = "", not_with = [], count } = item;
  return {
    kind,
    weight_g,
    volume_ml: item.volume_ml ?? (size_mm === undefined ? 0 : volumeOf(size_mm)),
    value_minor: matters.value ? value_minor : 0,
    temperature,
    not_with,
    traits: { fragile: matters.fragile && item.fragile === true, cold: matters.cold && item.cold === true },
    shape: matters.size && size_mm !== undefined ? { size_mm, keep_upright: item.keep_upright === true } : null,
    count,
  };
}

function alike(goods: Goods): string {
  return JSON.stringify(kindKey({ ...goods, not_with: [] }));
}

/** A kind of which not even one pack goes into any box, and why, as a part of a sentence. */
export interface Misfit {
  readonly kind: string;
  readonly why: string;
}

/** The kinds that fit nowhere, in their order. */
export function misfitsOf(pricer: Pricer, goods: readonly Goods[]): Misfit[] {
  return goods
    .filter((item) => pricer.boxFor(oneOf(item)) === null)
    .map((item) => ({ kind: item.kind, why: whyNowhere(pricer, item) }));
}

/** A parcel of one pack. */
function oneOf(item: Goods): ParcelGoods {
  return parcelGoods([item], [1]);
}

function whyNowhere(pricer: Pricer, item: Goods): string {
  const limits = pricer.boxes.map(({ carton, lane }) => ({
    goods_g: Math.min(
      pricer.capacity_g,
      Math.min(carton?.max_weight_g ?? Infinity, lane?.card.max_weight_g ?? Infinity) - (carton?.tare_g ?? 0),
    ),
    goods_ml: carton?.inner_ml ?? Infinity,
    value_minor: lane === null ? Infinity : mostValue(lane.card),
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
  if (item.shape !== null && pricer.box(item.weight_g, item.volume_ml, item.value_minor) !== null) {
    const stands = item.shape.keep_upright ? ", standing," : "";
    return `its ${item.shape.size_mm.join(" x ")} mm${stands} fit into no carton`;
  }
  return `no one carton and carrier takes its ${item.weight_g} g and ${item.volume_ml} ml together`;
}
