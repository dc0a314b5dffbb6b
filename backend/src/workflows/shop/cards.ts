import type { ISearchModuleService, MedusaContainer, SearchTypes } from "@medusajs/framework/types";
import { MedusaError, Modules } from "@medusajs/framework/utils";

/** A product of a list, as the index keeps it. */
export interface ProductHit {
  id: string;
  handle: string;
  title: { zh: string; en: string };
  village: { handle: string; name: { zh: string; en: string } } | null;
  region: string | null;
  produce: string | null;
  grade: string | null;
  illustration: string | null;
  picture: unknown;
  unit: "g" | "piece";
  in_stock: boolean;
  certified: boolean;
  currency: string;
  pack: PackHit | null;
  /** The pack that is cheapest by weight, when it is another one. */
  best: PackHit | null;
}

export interface PackHit {
  title: { zh: string; en: string };
  units: number;
  price_minor: number;
}

/** A village of a list. */
export interface VillageHit {
  id: string;
  handle: string;
  name: { zh: string; en: string };
  town: { zh: string; en: string };
  county: { code: string; zh: string; en: string };
  province: { zh: string; en: string };
  season: { zh: string; en: string };
  region: string | null;
  households: number;
  products: number;
  in_stock: boolean;
  illustration: string | null;
  picture: unknown;
}

/** Pages of twenty-four: who has not found it after fifty narrows the search. */
export const MAX_PAGE = 50;

/** Pages that can be asked for. */
export const pagesOf = (count: number, page: number): number => Math.min(MAX_PAGE, Math.ceil(count / page));

export const EMPTY: SearchTypes.SearchResult = { hits: [], facets: {}, metadata: { skip: 0, take: 0, count: 0 } };

/** Several questions at once. While an index has never been filled (a first start), it holds nothing. */
export async function ask(
  container: MedusaContainer,
  queries: SearchTypes.SearchQuery[],
): Promise<SearchTypes.SearchResult[]> {
  const search: ISearchModuleService = container.resolve(Modules.SEARCH);
  try {
    return await search.searchMany(queries);
  } catch (error) {
    if (error instanceof MedusaError && error.type === MedusaError.Types.NOT_FOUND) return queries.map(() => EMPTY);
    throw error;
  }
}

export const productsOf = (result: SearchTypes.SearchResult | undefined): ProductHit[] =>
  (result?.hits ?? []).map((hit) => productHit(hit.document));

export const villagesOf = (result: SearchTypes.SearchResult | undefined): VillageHit[] =>
  (result?.hits ?? []).map((hit) => villageHit(hit.document));

/** Value -> count of one facet. */
export function countsOf(
  result: SearchTypes.SearchResult | undefined,
  field: string,
): { value: string; count: number }[] {
  const facet = result?.facets?.[field];
  return facet?.type === "value" ? facet.values : [];
}

/** Only what is for sale in the caller's shop. */
export const soldIn = (channels: readonly string[]): SearchTypes.SearchFilters =>
  channels.length === 0 ? {} : { sales_channel_ids: [...channels] };

type Row = Record<string, unknown>;

function productHit(row: Row): ProductHit {
  const pack = packHit(row, "pack");
  const best = packHit(row, "best");
  const village = textOrNull(row.village);
  return {
    id: text(row.id),
    handle: text(row.handle),
    title: both(row, "title"),
    village: village === null ? null : { handle: village, name: both(row, "village") },
    region: textOrNull(row.region),
    produce: textOrNull(row.produce),
    grade: textOrNull(row.grade),
    illustration: textOrNull(row.illustration),
    picture: pictureHit(row.picture),
    unit: row.unit === "piece" ? "piece" : "g",
    in_stock: row.in_stock === true,
    certified: row.certified === true,
    currency: text(row.currency),
    pack,
    best: best && pack && best.units !== pack.units ? best : null,
  };
}

function packHit(row: Row, name: "pack" | "best"): PackHit | null {
  const units = row[`${name}_units`];
  const price_minor = row[`${name}_minor`];
  if (typeof units !== "number" || typeof price_minor !== "number") return null;
  return { title: both(row, name), units, price_minor };
}

function villageHit(row: Row): VillageHit {
  return {
    id: text(row.id),
    handle: text(row.handle),
    name: both(row, "name"),
    town: both(row, "town"),
    county: { code: text(row.county_code), ...both(row, "county") },
    province: both(row, "province"),
    season: both(row, "season"),
    region: textOrNull(row.region),
    households: number(row.households),
    products: number(row.products),
    in_stock: row.in_stock === true,
    illustration: textOrNull(row.illustration),
    picture: pictureHit(row.picture),
  };
}

/** The first uploaded picture, kept as its JSON; null while there is none. */
const pictureHit = (value: unknown): unknown => (typeof value === "string" && value !== "" ? JSON.parse(value) : null);

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const textOrNull = (value: unknown): string | null => (typeof value === "string" && value !== "" ? value : null);
const number = (value: unknown): number => (typeof value === "number" ? value : 0);
const both = (row: Row, name: string) => ({ zh: text(row[`${name}_zh`]), en: text(row[`${name}_en`]) });
