import { z } from "zod";
import { sizeSchema, volumeOf } from "./carton";

/** A class of goods by which others may refuse to travel with it: "smoked", "soap". */
const goodsClass = z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, "a class is a short word in small letters");

/** What packing must know of one pack of a product. All may be left out: then only its net weight counts. */
export const packSchema = z
  .strictObject({
    /** With its own bag or box; at least the net weight. */
    gross_g: z.int().positive().max(1_000_000).optional(),
    size_mm: sizeSchema.optional(),
    /** For a soft pack, in place of a size. */
    volume_ml: z.int().positive().max(27_000_000).optional(),
    fragile: z.boolean().default(false),
    cold: z.boolean().default(false),
    keep_upright: z.boolean().default(false),
    goods_class: goodsClass.optional(),
    /** Classes that must not be in the same box. */
    not_with: z.array(goodsClass).max(20).default([]),
  })
  .refine((pack) => pack.size_mm === undefined || pack.volume_ml === undefined, {
    path: ["volume_ml"],
    message: "give the size or the volume, not both",
  })
  .refine((pack) => pack.goods_class === undefined || !pack.not_with.includes(pack.goods_class), {
    path: ["not_with"],
    message: "a class can't be kept from itself",
  });

export type PackInput = z.input<typeof packSchema>;
export type Pack = z.output<typeof packSchema>;

/** Millilitres a pack takes up, by its volume or its size; undefined when neither is known. */
export function packVolume(pack: Pick<Pack, "size_mm" | "volume_ml">): number | undefined {
  return pack.volume_ml ?? (pack.size_mm === undefined ? undefined : volumeOf(pack.size_mm));
}

/** What two packs must say of one another to travel in one box: both cold or neither, and no class the other refuses. */
export function mayTravelTogether(a: Pick<Pack, "cold" | "goods_class" | "not_with">, b: typeof a): boolean {
  const refuses = (one: typeof a, other: typeof a): boolean =>
    other.goods_class !== undefined && one.not_with.includes(other.goods_class);
  return a.cold === b.cold && !refuses(a, b) && !refuses(b, a);
}

/**
 * What goods of one basket are kept from, as the planner asks it: cold goods by a temperature class of their own, others by the kinds that
 * they may not share a box with. In the order given; only what is so, so that goods without attributes stay as they are.
 */
export function keptApart<Goods>(
  goods: readonly Goods[],
  kindOf: (one: Goods) => string,
  packOf: (one: Goods) => Pick<Pack, "cold" | "goods_class" | "not_with">,
): { temperature?: string; not_with?: string[] }[] {
  return goods.map((one) => {
    const pack = packOf(one);
    const refused = goods.filter(
      (other) => packOf(other).cold === pack.cold && !mayTravelTogether(pack, packOf(other)),
    );
    return {
      ...(pack.cold ? { temperature: "cold" } : {}),
      ...(refused.length === 0 ? {} : { not_with: refused.map(kindOf) }),
    };
  });
}
