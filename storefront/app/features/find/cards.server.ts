import { z } from "zod";
import { produceArt, villageArt } from "../../art/names";
import { both, unit } from "../../lib/shapes";
import type { ProductCard } from "../produce/data.server";
import type { Pack } from "../produce/unit-price";
import { pictureOf, pictureSchema } from "../ui/pictures.server";
import type { VillageCard } from "../village/data.server";

const packHit = z.object({ title: both, units: z.int().positive(), price_minor: z.int() }).nullable();

/** Its first uploaded picture; null while a drawing stands for it. */
const picture = pictureSchema.nullish().transform((one) => (one ? [one] : null));

/** A product as the search index keeps it. */
export const productHit = z.object({
  id: z.string(),
  handle: z.string(),
  title: both,
  village: z.object({ handle: z.string(), name: both }).nullable(),
  illustration: z.string().nullable(),
  picture,
  unit,
  in_stock: z.boolean(),
  currency: z.string(),
  pack: packHit,
  best: packHit,
  shut: z.object({ opens_at: z.string().nullable() }).nullish(),
  picked_again: z.string().nullish(),
});

/** A village as the search index keeps it. */
export const villageHit = z.object({
  handle: z.string(),
  name: both,
  town: both,
  county: both.extend({ code: z.string() }),
  province: both,
  season: both,
  households: z.int(),
  in_stock: z.boolean(),
  illustration: z.string().nullable(),
  picture,
});

export interface FoundProduct extends ProductCard {
  readonly village: { readonly handle: string; readonly name: { zh: string; en: string } } | null;
  readonly in_stock: boolean;
}

export function productCard(hit: z.output<typeof productHit>): FoundProduct {
  const packOf = (pack: z.output<typeof packHit>): Pack[] =>
    pack ? [{ ...pack, variant_id: "", grams: pack.units, tax_minor: 0, currency: hit.currency }] : [];
  return {
    id: hit.id,
    handle: hit.handle,
    title: hit.title,
    picture: pictureOf(hit.picture, produceArt(hit.illustration ?? hit.handle)),
    unit: hit.unit,
    village_handle: hit.village?.handle ?? null,
    village: hit.village,
    in_stock: hit.in_stock,
    packs: [...packOf(hit.pack), ...packOf(hit.best)],
    shut: hit.shut ?? null,
    picked_again: hit.picked_again ?? null,
  };
}

export function villageCard(hit: z.output<typeof villageHit>): VillageCard {
  const { name, town, county, province, season, households, handle } = hit;
  const drawing = villageArt({ illustration: hit.illustration, county_code: county.code, handle });
  return { handle, name, town, county, province, season, households, picture: pictureOf(hit.picture, drawing) };
}
