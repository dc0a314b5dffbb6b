import { z } from "zod";
import { read } from "../../lib/api.server";
import { inGroups } from "../../lib/groups";
import { minorOf } from "../../lib/money.server";
import type { Both } from "../../lib/path";
import { produceArt } from "../../art/names";
import { both, decimal, unit } from "../../lib/shapes";
import { certificate, season, type Certificate, type Season } from "../village/certificate.server";
import type { Picture } from "../ui/picture-files";
import { imagesSchema, pictureOf, picturesOfImages } from "../ui/pictures.server";
import type { Pack, Unit } from "./unit-price";

/** What a list shows of a product. */
export interface ProductCard {
  readonly id: string;
  readonly handle: string;
  readonly title: Both;
  readonly picture: Picture;
  readonly unit: Unit;
  readonly village_handle: string | null;
  readonly packs: readonly Pack[];
  /** That it can't be ordered now, in lists; `opens_at` is null while nobody has decided when it opens. */
  readonly shut?: { readonly opens_at: string | null } | null;
  /** Of what is sold out: the day on which it is picked again. */
  readonly picked_again?: string | null;
}

/** A card that knows who packs it. */
export interface WhoseCard extends ProductCard {
  readonly cooperative: { readonly id: string; readonly name: Both };
}

export type FeePolicy = NonNullable<z.output<typeof produceSchema>["produce"]["policy"]>;

export interface Product extends WhoseCard {
  readonly description: Both;
  /** Pictures after the first. */
  readonly more_pictures: readonly Picture[];
  readonly storage: Both | null;
  readonly grade: Both;
  readonly blendable: boolean;
  readonly village: { readonly handle: string; readonly name: Both } | null;
  readonly households: number;
  /** First and last day on which what is in stock was picked; null when nothing is. */
  readonly picked: { readonly from: string; readonly to: string } | null;
  /** Free to sell now, in grams or pieces. */
  readonly available_units: number;
  readonly policy: FeePolicy | null;
  readonly produce: { readonly code: string; readonly name: Both };
  /** `in_days`: until it is picked again, 0 while it is; null for what is picked all year. */
  readonly season: (Season & { readonly in_days: number | null }) | null;
  readonly certificates: readonly Certificate[];
  /** Between which days its next lots are expected, and how much; null when nobody has declared any. */
  readonly coming: {
    readonly from: string;
    readonly to: string;
    readonly households: number;
    readonly expected_units: number | null;
  } | null;
  /** What others wait for of what is still to come. */
  readonly preordered_units: number;
  readonly arrival: readonly Arrival[];
}

/** Provinces to which parcels take equally long. */
export interface Arrival {
  readonly usual_days: number;
  readonly latest_days: number;
  readonly provinces: readonly Both[];
}

const variantSchema = z.object({
  id: z.string(),
  title: z.string().nullish(),
  sku: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  calculated_price: z
    .object({
      calculated_amount: decimal.nullish(),
      calculated_amount_without_tax: decimal.nullish(),
      currency_code: z.string().nullish(),
    })
    .nullish(),
  inventory_items: z.array(z.object({ required_quantity: z.number() })).nullish(),
});
const productSchema = z.object({
  id: z.string(),
  handle: z.string(),
  title: z.string(),
  description: z.string().nullish(),
  metadata: z.record(z.string(), z.unknown()).nullish(),
  variants: z.array(variantSchema).nullish(),
  images: imagesSchema,
});
type MedusaProduct = z.output<typeof productSchema>;

const FIELDS =
  "id,handle,title,description,metadata,*images,*variants,+variants.metadata,*variants.calculated_price,*variants.inventory_items";
/** Where we sell: prices come with this country's tax in them, and its places are chosen from a list. */
export const HOME_COUNTRY = "cn";
/** Products on one page of the list of all; Medusa answers no more at once. */
const MAX_PRODUCTS = 100;

const regionsSchema = z.object({
  regions: z.array(
    z.object({
      id: z.string(),
      currency_code: z.string(),
      countries: z.array(z.object({ iso_2: z.string() })).nullish(),
    }),
  ),
});
let region: { id: string; countries: string[]; read_at: number } | undefined;
const REGION_KEPT_MS = 60_000;

/** Medusa's region we sell in: prices and carts need it. Read again after a minute, so that a new seed is noticed. */
export async function regionId(): Promise<string> {
  return (await ourRegion()).id;
}

/** Codes of the countries in it: an address of another one is refused. */
export async function regionCountries(): Promise<string[]> {
  return (await ourRegion()).countries;
}

async function ourRegion(): Promise<{ id: string; countries: string[] }> {
  if (region && Date.now() - region.read_at < REGION_KEPT_MS) return region;
  const { regions } = await read("/store/regions", regionsSchema);
  const found = regions.find((one) => one.currency_code.toLowerCase() === "cny") ?? regions[0];
  if (!found) throw new Response(null, { status: 503 });
  const countries = (found.countries ?? []).map((one) => one.iso_2.toLowerCase());
  region = { id: found.id, countries, read_at: Date.now() };
  return region;
}

/** A page of all products with prices, from 1. */
export async function productPage(page: number): Promise<{ products: WhoseCard[]; pages: number }> {
  const listed = listOf({ limit: MAX_PRODUCTS, offset: (page - 1) * MAX_PRODUCTS });
  const products = await withWhose(listed.then((list) => list.products));
  return { products, pages: Math.max(1, Math.ceil((await listed).count / MAX_PRODUCTS)) };
}

/** Products with prices, in the order of `ids`. */
export async function productCards(ids: readonly string[]): Promise<WhoseCard[]> {
  const found = await Promise.all(
    inGroups(ids).map((some) => withWhose(pricedProducts({ limit: some.length, "id[]": some }), some)),
  );
  const known = new Map(found.flat().map((card) => [card.id, card]));
  return ids.flatMap((id) => known.get(id) ?? []);
}

/** At once with Medusa's list where the ids are known before it. */
async function withWhose(listed: Promise<MedusaProduct[]>, ids?: readonly string[]): Promise<WhoseCard[]> {
  const [products, whose] = await Promise.all([
    listed,
    ids ? whoseOf(ids) : listed.then((all) => whoseOf(all.map((one) => one.id))),
  ]);
  const known = new Map(whose.map((one) => [one.product_id, one]));
  return products.map((product) => cardOf(product, known.get(product.id)));
}

const produceSchema = z.object({
  produce: z.object({
    title: both,
    description: both,
    packs: z.array(z.object({ variant_id: z.string(), title: both })),
    storage: z.object({ zh: z.string().nullable(), en: z.string().nullable() }),
    grade_name: both,
    unit,
    blendable: z.boolean(),
    cooperative: z.object({ id: z.string(), name: both }).nullable(),
    village: z.object({ handle: z.string(), name: both }).nullable(),
    households: z.int(),
    harvested_from: z.string().nullable(),
    harvested_to: z.string().nullable(),
    available_units: z.int(),
    produce: z.string(),
    produce_name: both,
    season: season.extend({ in_days: z.int().nullable() }).nullable(),
    certificates: z.array(certificate),
    coming: z
      .object({ from: z.string(), to: z.string(), households: z.int(), expected_units: z.number().nullable() })
      .nullable(),
    preordered_units: z.number(),
    arrival: z.array(z.object({ usual_days: z.int(), latest_days: z.int(), provinces: z.array(both) })),
    policy: z
      .object({
        platform_bp: z.int(),
        cooperative_bp: z.int(),
        agent_bp: z.int(),
        packing_minor_per_kg: z.coerce.number().int(),
        holdback_bp: z.int(),
      })
      .nullable(),
  }),
});

export async function productByHandle(handle: string): Promise<Product> {
  const [[found], { produce }] = await Promise.all([
    pricedProducts({ handle }),
    read(`/store/produce/${encodeURIComponent(handle)}`, produceSchema),
  ]);
  if (!found) throw new Response(null, { status: 404 });
  const card = cardOf(found, produce);
  const { zh, en } = produce.storage;
  return {
    ...card,
    unit: produce.unit,
    more_pictures: picturesOfImages(found.images).slice(1),
    description: produce.description,
    storage: zh === null || en === null ? null : { zh, en },
    grade: produce.grade_name,
    blendable: produce.blendable,
    village: produce.village,
    households: produce.households,
    picked:
      produce.harvested_from && produce.harvested_to
        ? { from: produce.harvested_from, to: produce.harvested_to }
        : null,
    available_units: produce.available_units,
    policy: produce.policy,
    produce: { code: produce.produce, name: produce.produce_name },
    season: produce.season,
    certificates: produce.certificates,
    coming: produce.coming,
    preordered_units: produce.preordered_units,
    arrival: produce.arrival,
  };
}

/** Who packs what has no pool any more. */
export const NOBODY = { id: "", name: { zh: "", en: "" } };

interface Asked {
  readonly offset?: number;
  limit?: number;
  handle?: string;
  "id[]"?: readonly string[] | undefined;
}

/** Products as Medusa has them, in Chinese, with their prices. */
async function pricedProducts(query: Asked): Promise<MedusaProduct[]> {
  return (await listOf(query)).products;
}

/** Medusa's list, and how many there are in all. */
async function listOf(query: Asked): Promise<{ products: MedusaProduct[]; count: number }> {
  const priced = { region_id: await regionId(), country_code: HOME_COUNTRY, fields: FIELDS };
  const schema = z.object({ products: z.array(productSchema), count: z.int() });
  return read("/store/products", schema, { query: { ...priced, ...query } });
}

const whoseSchema = z.object({
  produce: z.array(
    z.object({
      product_id: z.string(),
      title: both,
      packs: z.array(z.object({ variant_id: z.string(), title: both })),
      cooperative: z.object({ id: z.string(), name: both }).nullable(),
    }),
  ),
});
type Whose = z.output<typeof whoseSchema>["produce"][number];

/** What Medusa's list does not tell of these: their English, and who packs them. */
async function whoseOf(ids: readonly string[]): Promise<Whose[]> {
  if (ids.length === 0) return [];
  return (await read("/store/produce", whoseSchema, { query: { ids: ids.join(",") } })).produce;
}

function cardOf(product: MedusaProduct, whose: Omit<Whose, "product_id"> | undefined): WhoseCard {
  const english = new Map(whose?.packs.map((pack) => [pack.variant_id, pack.title.en]));
  return {
    id: product.id,
    handle: product.handle,
    title: { zh: product.title, en: whose?.title.en ?? product.title },
    cooperative: whose?.cooperative ?? NOBODY,
    picture: pictureOf(
      picturesOfImages(product.images),
      produceArt(stringOf(product.metadata, "illustration") ?? product.handle),
    ),
    unit: stringOf(product.metadata, "unit") === "piece" ? "piece" : "g",
    village_handle: stringOf(product.metadata, "village_handle") ?? null,
    packs: (product.variants ?? [])
      .flatMap((variant) => packOf(variant, english.get(variant.id)))
      .sort((a, b) => a.units - b.units),
  };
}

function packOf(variant: z.output<typeof variantSchema>, english: string | null | undefined): Pack[] {
  const units = variant.inventory_items?.[0]?.required_quantity;
  const amount = variant.calculated_price?.calculated_amount;
  const currency = variant.calculated_price?.currency_code;
  // Without a price, or stock to take from, it can't be bought: it is not shown.
  if (units === undefined || !isGiven(amount) || !isGiven(currency)) return [];
  const price_minor = minorOf(amount, currency);
  const untaxed = variant.calculated_price?.calculated_amount_without_tax;
  return [
    {
      variant_id: variant.id,
      title: { zh: variant.title ?? "", en: english ?? variant.title ?? "" },
      units,
      grams: typeof variant.metadata?.pack_g === "number" ? variant.metadata.pack_g : units,
      price_minor,
      tax_minor: !isGiven(untaxed) ? 0 : price_minor - minorOf(untaxed, currency),
      currency: currency.toUpperCase(),
    },
  ];
}

type Metadata = Record<string, unknown> | null | undefined;

function stringOf(metadata: Metadata, key: string): string | undefined {
  const value = metadata?.[key];
  return typeof value === "string" && value !== "" ? value : undefined;
}

function isGiven<T>(value: T | null | undefined): value is T {
  return value !== null && value !== undefined;
}
