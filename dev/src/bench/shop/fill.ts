import type pg from "pg";
import { mirrorAll } from "./stock.js";

/** Goods and villages that are there besides the seed's. */
export interface Filled {
  villages: number;
  products: number;
}

/** A copy of rows: columns that differ are SQL over the row `t` and the number of the copy `k`. */
type Copies = Readonly<Record<string, string>>;

const LINK = "village_village_product_product";
const COPIED = [
  "village",
  "village_cooperative",
  "village_season",
  "product",
  "product_variant",
  "translation",
  "inventory_item",
  "inventory_level",
  "product_variant_inventory_item",
  "price_set",
  "price",
  "product_variant_price_set",
  "product_sales_channel",
  "product_shipping_profile",
  LINK,
  "pool",
] as const;
type Copied = (typeof COPIED)[number];
const OWN_ID = `t.id || '_b' || k`;
const STOCK_G = 500_000;

/**
 * Copies of the seed's villages and products with packs, prices, pools and seasons, set by set; each product's copy belongs to a copy of its
 * village. Their pools have goods on hand and no lots behind them: enough to look at, not to sell. Filled again, it grows: copies are of what
 * the seed wrote, which the first filling keeps beside the tables for as long as its connection stands.
 */
export class ShopFiller {
  private copied: Filled = { villages: 0, products: 0 };
  private rounds = 0;

  constructor(private readonly db: pg.Client) {}

  async fill(want: Filled): Promise<Filled> {
    const { db } = this;
    const count = async (table: string) =>
      Number((await db.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]?.n);
    this.rounds++;
    await db.query("begin");
    for (const table of COPIED) await db.query(`create temp table if not exists seed_${table} as table ${table}`);
    const [villages, products] = [await count("seed_village"), await count("seed_product")];
    const last = {
      villages: Math.ceil(want.villages / villages) - 1,
      products: Math.ceil(want.products / products) - 1,
    };
    await this.copyUpTo(last);
    await mirrorAll(db);
    await db.query("commit");
    await db.query("analyze");
    this.copied = last;
    return { villages: await count("village"), products: await count("product") };
  }

  private async copyUpTo(last: Filled): Promise<void> {
    // A copy of a village for each product; the products' copies go round them.
    const village = (id: string) => `${id} || '_b' || (1 + (k - 1) % ${last.villages})`;
    const copy = (table: Copied, columns: Copies) => {
      const of = table.startsWith("village") && table !== LINK ? "villages" : "products";
      return copies(this.db, table, { first: this.copied[of] + 1, last: last[of] }, columns);
    };
    await copy("village", {
      id: OWN_ID,
      handle: `t.handle || '-' || k`,
      code: `'9' || lpad(k::text, 4, '0') || substr(t.code, 6)`,
      name_zh: `t.name_zh || k`,
      name_en: `t.name_en || ' ' || k`,
    });
    await copy("village_cooperative", { village_id: `t.village_id || '_b' || k` });
    await copy("village_season", { village_id: `t.village_id || '_b' || k` });
    await copy("product", {
      id: OWN_ID,
      handle: `t.handle || '-' || k`,
      title: `t.title || k`,
    });
    await copy("product_variant", {
      id: OWN_ID,
      product_id: `t.product_id || '_b' || k`,
      sku: `t.sku || '-' || k`,
    });
    await copy("translation", {
      id: OWN_ID,
      reference_id: `t.reference_id || '_b' || k`,
      translations: `t.translations || jsonb_build_object('title', t.translations->>'title' || ' ' || k)`,
    });
    await copy("inventory_item", { id: OWN_ID, sku: `t.sku || '-' || k` });
    await copy("inventory_level", {
      id: OWN_ID,
      inventory_item_id: `t.inventory_item_id || '_b' || k`,
    });
    await copy("product_variant_inventory_item", {
      id: OWN_ID,
      variant_id: `t.variant_id || '_b' || k`,
      inventory_item_id: `t.inventory_item_id || '_b' || k`,
    });
    await copy("price_set", { id: OWN_ID });
    await copy("price", { id: OWN_ID, price_set_id: `t.price_set_id || '_b' || k` });
    await copy("product_variant_price_set", {
      id: OWN_ID,
      variant_id: `t.variant_id || '_b' || k`,
      price_set_id: `t.price_set_id || '_b' || k`,
    });
    await copy("product_sales_channel", { id: OWN_ID, product_id: `t.product_id || '_b' || k` });
    await copy("product_shipping_profile", { id: OWN_ID, product_id: `t.product_id || '_b' || k` });
    await copy(LINK, {
      id: OWN_ID,
      product_id: `t.product_id || '_b' || k`,
      village_id: village("t.village_id"),
    });
    await copy("pool", {
      id: OWN_ID,
      origin_id: village("t.origin_id"),
      // A village has one pool of each grade of its produce.
      grade: `t.grade || case when k <= ${last.villages} then '' else '-${"x".repeat(this.rounds)}' || (k - 1) / ${last.villages} end`,
      inventory_item_id: `t.inventory_item_id || '_b' || k`,
      on_hand: String(STOCK_G),
      mirrored_version: `t.version`,
    });
  }
}

async function copies(
  db: pg.Client,
  table: Copied,
  { first, last }: { first: number; last: number },
  columns: Copies,
): Promise<void> {
  const changed = Object.entries(columns).map(([column, sql]) => `'${column}', ${sql}`);
  await db.query(
    `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${changed.join(", ")}))).*
     from seed_${table} t cross join generate_series(${first}, ${last}) k`,
  );
}
