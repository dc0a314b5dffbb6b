import type { MedusaContainer, SearchTypes } from "@medusajs/framework/types";
import { weekOfYear } from "@commonlot/domain";
import { todayOf } from "../../lib/today";
import { withShut } from "../cycle/shut";
import { nextHarvests } from "./next-harvest";
import { gradeWords, produceWords } from "../../lib/words";
import type VillageService from "../../modules/village/service";
import { ask, countsOf, productsOf, soldIn, villagesOf, EMPTY, pagesOf } from "./cards";

/** Products on a page, and villages beside them. */
const PAGE = 24;
const VILLAGES = 6;
/** Values of a facet: all regions and kinds of produce a buyer can choose among. */
const VALUES = 100;
/** Fen per kilogram, from and below: what a basket, a treat and a present cost. */
const PRICES = ["-2000", "2000-5000", "5000-10000", "10000-"] as const;

export interface FindInput {
  q?: string | undefined;
  region?: string | undefined;
  produce?: string | undefined;
  grade?: string | undefined;
  price?: string | undefined;
  season?: "1" | undefined;
  certified?: "1" | undefined;
  in_stock?: "1" | undefined;
  page?: number | undefined;
}

/** Looks as typed first; only when neither a product nor a village fits, for what is one slip away. */
export async function find(container: MedusaContainer, input: FindInput, channels: readonly string[]) {
  const q = input.q === "" ? undefined : input.q;
  const villages: VillageService = container.resolve("village");
  const nothing = (found: Looked) => found.products.metadata.count === 0 && found.villages.metadata.count === 0;
  const nearest = async () => {
    const exact = await look(container, { ...input, q }, channels, false);
    if (q === undefined || !nothing(exact)) return { looked: exact, near: false };
    const looked = await look(container, { ...input, q }, channels, true);
    return { looked, near: !nothing(looked) };
  };
  const [{ looked, near }, regions] = await Promise.all([nearest(), villages.regions()]);
  const count = looked.products.metadata.count ?? 0;
  const hits = productsOf(looked.products);
  const [shut, harvests] = await Promise.all([withShut(container, hits), nextHarvests(container, hits)]);
  return {
    q: q ?? "",
    nearest: near,
    page: input.page ?? 1,
    pages: pagesOf(count, PAGE),
    count,
    products: shut.map((product) => ({ ...product, picked_again: harvests.get(product.id) ?? null })),
    villages: villagesOf(looked.villages),
    village_count: looked.villages.metadata.count ?? 0,
    facets: facetsOf(looked, input, regions),
  };
}

interface Looked {
  products: SearchTypes.SearchResult;
  villages: SearchTypes.SearchResult;
}

async function look(
  container: MedusaContainer,
  input: FindInput,
  channels: readonly string[],
  typo_tolerance: boolean,
): Promise<Looked> {
  const page = input.page ?? 1;
  const week = String(weekOfYear(todayOf()));
  const words = input.q === undefined ? {} : { q: input.q };
  const place = {
    ...(input.region ? { region: input.region } : {}),
    ...(input.produce ? { produce: input.produce } : {}),
  };
  const [from, to] = (input.price ?? "-").split("-");
  // With words, villages are an answer too; narrowed by what only goods have, or on a later page, they are none.
  const only_goods =
    [input.grade, input.price, input.certified, input.in_stock, input.season].some(Boolean) || page > 1;
  const [products, villages] = await ask(container, [
    {
      entity: "product",
      filters: {
        ...words,
        ...soldIn(channels),
        ...place,
        ...(input.grade ? { grade: input.grade } : {}),
        ...(from || to
          ? { price_per_kg_minor: { ...(from ? { $gte: Number(from) } : {}), ...(to ? { $lt: Number(to) } : {}) } }
          : {}),
        ...(input.season ? { weeks: week } : {}),
        ...(input.certified ? { certified: true } : {}),
        ...(input.in_stock ? { in_stock: true } : {}),
      },
      pagination: {
        skip: (page - 1) * PAGE,
        take: PAGE,
        order: { _score: "DESC", in_stock: "DESC", sold_g: "DESC" },
      },
      search_options: {
        typo_tolerance,
        disjunctive_facets: true,
        facets: [
          { field: "region", limit: VALUES },
          { field: "produce", limit: VALUES },
          { field: "grade", limit: VALUES },
          { field: "price_per_kg_minor", type: "range", ranges: PRICES.map(rangeOf) },
          { field: "certified" },
          { field: "in_stock" },
        ],
      },
    },
    ...(input.q === undefined || only_goods
      ? []
      : [
          {
            entity: "village",
            filters: { ...words, ...place },
            pagination: { take: VILLAGES, order: { _score: "DESC" as const, sold_g: "DESC" as const } },
            search_options: { typo_tolerance },
          },
        ]),
  ]);
  return { products: products ?? EMPTY, villages: villages ?? EMPTY };
}

function rangeOf(range: string): { key: string; from?: number; to?: number } {
  const [from, to] = range.split("-");
  return { key: range, ...(from ? { from: Number(from) } : {}), ...(to ? { to: Number(to) } : {}) };
}

/** What a search can be narrowed by, in words, with how many each would leave. */
function facetsOf(
  { products }: Looked,
  input: FindInput,
  known: readonly { handle: string; name_zh: string; name_en: string }[],
) {
  const regions = new Map(known.map((region) => [region.handle, { zh: region.name_zh, en: region.name_en }]));
  const named = (field: "region" | "produce" | "grade", nameOf: (value: string) => { zh: string; en: string }) => {
    const counts = countsOf(products, field);
    const chosen = input[field];
    // What was chosen stays on the page by its name, also when it leaves nothing.
    const gone =
      chosen === undefined || counts.some(({ value }) => value === chosen) ? [] : [{ value: chosen, count: 0 }];
    return [...counts, ...gone].map(({ value, count }) => ({ value, count, name: nameOf(value) }));
  };
  const prices = products.facets?.price_per_kg_minor;
  const yes = (field: string) => countsOf(products, field).find(({ value }) => value === "true")?.count ?? 0;
  return {
    region: named("region", (value) => regions.get(value) ?? { zh: value, en: value }),
    produce: named("produce", produceWords),
    grade: named("grade", gradeWords),
    price:
      prices?.type === "range"
        ? prices.ranges.map(({ key, from, to, count }) => ({ value: key, from: from ?? null, to: to ?? null, count }))
        : [],
    certified: yes("certified"),
    in_stock: yes("in_stock"),
  };
}
