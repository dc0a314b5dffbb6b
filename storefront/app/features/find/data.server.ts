import { z } from "zod";
import { read } from "../../lib/api.server";
import { both } from "../../lib/shapes";
import { productCard, productHit, villageCard, villageHit } from "./cards.server";
import { ASKED, type Asked } from "./asked";

const counted = z.object({ value: z.string(), count: z.int(), name: both });
export type Counted = z.output<typeof counted>;
const priced = z.object({ value: z.string(), from: z.number().nullable(), to: z.number().nullable(), count: z.int() });

const foundSchema = z.object({
  found: z.object({
    q: z.string(),
    nearest: z.boolean(),
    page: z.int(),
    pages: z.int(),
    count: z.int(),
    products: z.array(productHit),
    villages: z.array(villageHit),
    village_count: z.int(),
    facets: z.object({
      region: z.array(counted),
      produce: z.array(counted),
      grade: z.array(counted),
      price: z.array(priced),
      certified: z.int(),
      in_stock: z.int(),
    }),
  }),
});

/** What an address asks for; what is none of ours is left out, so that an old or mistyped link still finds something. */
export function askedOf(url: URL): Asked {
  const asked: Partial<Record<keyof Asked, string>> = {};
  for (const [name, shape] of Object.entries(ASKED) as [keyof Asked, RegExp][]) {
    const value = url.searchParams.get(name)?.trim() ?? "";
    if (value !== "" && shape.test(value)) asked[name] = name === "q" ? value.slice(0, 80) : value;
  }
  return asked;
}

export async function find(asked: Asked) {
  const { found } = await read("/store/find", foundSchema, { query: { ...asked } });
  return { ...found, products: found.products.map(productCard), villages: found.villages.map(villageCard) };
}

const homeSchema = z.object({
  home: z.object({
    in_season: z.array(productHit),
    fresh: z.array(productHit),
    near_harvest: z.array(
      z.object({ village: villageHit, produce: both, in_days: z.int(), from: z.string(), to: z.string() }),
    ),
    regions: z.array(z.object({ handle: z.string(), name: both, intro: both, villages: z.int(), products: z.int() })),
    categories: z.array(counted),
    closed: z.object({ opens_on: z.string().nullable() }).nullable(),
  }),
});

export async function home() {
  const { home: found } = await read("/store/home", homeSchema);
  return {
    ...found,
    in_season: found.in_season.map(productCard),
    fresh: found.fresh.map(productCard),
    near_harvest: found.near_harvest.map((one) => ({ ...one, village: villageCard(one.village) })),
  };
}

const pavilionSchema = z.object({
  pavilion: z.object({
    handle: z.string(),
    name: both,
    intro: both,
    villages: z.array(villageHit),
    village_count: z.int(),
    page: z.int(),
    pages: z.int(),
    best: z.array(productHit),
    product_count: z.int(),
    categories: z.array(counted),
  }),
});

export async function pavilion(handle: string, page: string | null) {
  const { pavilion: found } = await read(`/store/pavilions/${encodeURIComponent(handle)}`, pavilionSchema, {
    query: { page: page !== null && ASKED.page.test(page) ? page : undefined },
  });
  return { ...found, villages: found.villages.map(villageCard), best: found.best.map(productCard) };
}
