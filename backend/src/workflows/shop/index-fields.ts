import { search } from "@medusajs/framework/utils";
import type { ShopSearchOptions } from "../../providers/search-shop/columns";

// The rows of the search index: what a buyer looks by, what it is narrowed by, and what a list shows.

export const productFields = search.define({
  id: search.keyword().filterable(),
  stamp: search.integer().retrievable(false),
  handle: search.keyword().filterable(),
  status: search.keyword().filterable().retrievable(false),
  sales_channel_ids: search.keyword().array().filterable().retrievable(false),
  region: search.keyword().filterable().facetable(),
  produce: search.keyword().filterable().facetable(),
  grade: search.keyword().filterable().facetable(),
  village: search.keyword().filterable(),
  price_per_kg_minor: search.integer().filterable().sortable().facetable(),
  // The weeks of the year in which it is in season (domain/src/shop/season.ts).
  weeks: search.keyword().array().filterable().facetable(),
  certified: search.boolean().filterable().facetable(),
  in_stock: search.boolean().filterable().sortable().facetable(),
  sold_g: search.float().sortable().retrievable(false),
  created_at: search.date().sortable(),
  title_zh: search.keyword(),
  title_en: search.keyword(),
  village_zh: search.keyword(),
  village_en: search.keyword(),
  illustration: search.keyword(),
  // The first uploaded picture, as JSON.
  picture: search.keyword(),
  unit: search.keyword(),
  currency: search.keyword(),
  pack_zh: search.keyword(),
  pack_en: search.keyword(),
  pack_units: search.integer(),
  pack_minor: search.integer(),
  best_zh: search.keyword(),
  best_en: search.keyword(),
  best_units: search.integer(),
  best_minor: search.integer(),
  words_a: search.text().array().searchable({ weight: 3 }).retrievable(false),
  words_c: search.text().array().searchable({ weight: 1.5 }).retrievable(false),
  words_d: search.text().array().searchable({ weight: 1 }).retrievable(false),
});

/** What is counted beside the rows, and the lists that pages show the beginning of (read-home.ts, read-pavilion.ts, find.ts). */
export const productLists = {
  counted: {
    sales_channel_ids: true,
    region: true,
    produce: true,
    grade: true,
    certified: true,
    in_stock: true,
    // Ten yuan wide: prices to narrow by begin and end there.
    price_per_kg_minor: 1_000,
  },
  lists: [
    { by: ["in_stock", "sold_g"] },
    { by: ["in_stock", "sold_g", "created_at"] },
    { by: ["in_stock", "created_at"] },
    { of: ["region"], by: ["in_stock", "sold_g"] },
    { of: ["produce"], by: ["in_stock", "sold_g"] },
  ],
} satisfies ShopSearchOptions;

export const villageFields = search.define({
  id: search.keyword().filterable(),
  stamp: search.integer().retrievable(false),
  handle: search.keyword().filterable(),
  region: search.keyword().filterable().facetable(),
  produce: search.keyword().array().filterable().facetable(),
  weeks: search.keyword().array().filterable(),
  certified: search.boolean().filterable(),
  in_stock: search.boolean().filterable().sortable(),
  sold_g: search.float().sortable().retrievable(false),
  households: search.integer(),
  products: search.integer(),
  name_zh: search.keyword(),
  name_en: search.keyword(),
  town_zh: search.keyword(),
  town_en: search.keyword(),
  county_code: search.keyword(),
  county_zh: search.keyword(),
  county_en: search.keyword(),
  province_zh: search.keyword(),
  province_en: search.keyword(),
  season_zh: search.keyword(),
  season_en: search.keyword(),
  illustration: search.keyword(),
  // The first uploaded picture, as JSON.
  picture: search.keyword(),
  words_a: search.text().array().searchable({ weight: 3 }).retrievable(false),
  words_c: search.text().array().searchable({ weight: 1.5 }).retrievable(false),
  words_d: search.text().array().searchable({ weight: 1 }).retrievable(false),
});

export const villageLists = {
  counted: { region: true },
  lists: [{ of: ["region"], by: ["sold_g", "in_stock"] }],
} satisfies ShopSearchOptions;
