import { z } from "zod";
import { MAX_PACK } from "../pool/new-pool";
import { roundHalfUpDiv } from "../shared/money";
import { ok, refuse, type Refusal, type Result } from "../shared/result";

// What a cooperative sells of a pool: texts in both languages, packs and their prices.

const text = (most: number) =>
  z
    .string()
    .overwrite((typed) => typed.replaceAll("\r\n", "\n").trim())
    .max(most);
/** A million yuan: more is a mistake of the unit. */
const MAX_PRICE_MINOR = 100_000_000;
/** Pack sizes of one product: more than a page can be chosen from. */
const MAX_PACKS = 12;

/** Texts of a product; plain, and unfinished while it is not sold. */
export const productTexts = z.strictObject({
  title_zh: text(80).min(1),
  title_en: text(120),
  description_zh: text(1_000),
  description_en: text(1_500),
  storage_zh: text(300),
  storage_en: text(450),
});
export type ProductTexts = z.output<typeof productTexts>;

/** One pack of it: `units` in the pool's base units (grams, pieces), its price with tax in minor units; null while it has none. */
export const productPack = z.strictObject({
  units: z.int().min(1),
  title_zh: text(40).min(1),
  title_en: text(60),
  price_minor: z.int().min(1).max(MAX_PRICE_MINOR).nullable(),
});
export type ProductPack = z.output<typeof productPack>;
export const productPacks = z.array(productPack).max(MAX_PACKS);

/** The pool, as far as its packs go. */
export interface PackedPool {
  readonly unit: "g" | "piece";
  readonly blendable: boolean;
  /** The one pack size of goods that are not blended; null when blended. */
  readonly pack_units: number | null;
}

/**
 * Whether packs can be filled from a pool. Refuses two of one size or of one name, one larger than anybody carries, and another size than the pool's one
 * where goods are not blended (rules.md 1). `field` is "packs.<n>.units".
 */
export function decidePacks(
  packs: readonly ProductPack[],
  pool: PackedPool,
): Result<readonly ProductPack[], Refusal<"invalid_pack" | "one_pack_size" | "pack_named_twice">> {
  const seen = new Set<number>();
  const named = new Set<string>();
  for (const [at, { units, title_zh }] of packs.entries()) {
    const field = `packs.${at}.units`;
    if (!pool.blendable && units !== pool.pack_units) {
      return refuse("one_pack_size", "Goods that are not blended are sold in the pool's one pack size.", field);
    }
    if (units > MAX_PACK[pool.unit] || seen.has(units)) {
      return refuse("invalid_pack", "This pack is there already, or larger than a pack can be.", field);
    }
    if (named.has(title_zh)) {
      return refuse(
        "pack_named_twice",
        "Two packs have one name. Nothing was changed; name them apart.",
        `packs.${at}.title_zh`,
      );
    }
    seen.add(units);
    named.add(title_zh);
  }
  return ok(packs);
}

/** What a product lacks to be sold: texts without words, "packs" when there is none with a price, "packs.<n>.title_en". */
export function missingOfProduct(texts: ProductTexts, packs: readonly ProductPack[]): string[] {
  const words = (["title_zh", "title_en", "description_zh", "description_en"] as const).filter(
    (field) => texts[field] === "",
  );
  const storage = (["storage_zh", "storage_en"] as const).filter((field) => texts[field] === "");
  const unnamed = packs.flatMap(({ title_en }, at) => (title_en === "" ? [`packs.${at}.title_en`] : []));
  const sold = packs.some(({ price_minor }) => price_minor !== null);
  return [...words, ...(storage.length === 1 ? storage : []), ...unnamed, ...(sold ? [] : ["packs"])];
}

/** The tax that a price holds, in minor units, rounded half up: 1,090 at 900 basis points hold 90. */
export function taxWithin(price_minor: number, rate_bp: number): number {
  return price_minor - Number(roundHalfUpDiv(BigInt(price_minor) * 10_000n, BigInt(10_000 + rate_bp)));
}
