import type pg from "pg";

/** Goods and villages that are there besides the seed's. */
export interface Filled {
  villages: number;
  products: number;
}

/** A copy of rows: columns that differ are SQL over the row `t` and the number of the copy `k`. */
type Copies = Readonly<Record<string, string>>;

const OWN_ID = `t.id || '_b' || k`;
const STOCK_G = 500_000;

/**
 * Copies of the seed's villages and products with packs, prices, pools and seasons, set by set; each product's copy belongs to a copy of its
 * village. Their pools have goods on hand and no lots behind them: enough to look at, not to sell. Done once; asked again it changes nothing.
 */
export async function fillShop(db: pg.Client, want: Filled): Promise<Filled> {
  const of = async (table: string) =>
    Number((await db.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]?.n);
  const [villages, products] = [await of("village"), await of("product")];
  const village_copies = Math.ceil((want.villages - villages) / villages);
  const product_copies = Math.ceil((want.products - products) / products);
  if (village_copies > 0 && product_copies > 0) {
    await db.query("begin");
    // A copy of a village for each product; the products' copies go round them.
    const village = (id: string) => `${id} || '_b' || (1 + (k - 1) % ${village_copies})`;
    const copy = (table: string, times: number, columns: Copies) => copies(db, table, times, columns);
    await copy("village", village_copies, {
      id: OWN_ID,
      handle: `t.handle || '-' || k`,
      code: `'9' || lpad(k::text, 4, '0') || substr(t.code, 6)`,
      name_zh: `t.name_zh || k`,
      name_en: `t.name_en || ' ' || k`,
    });
    await copy("village_cooperative", village_copies, { village_id: `t.village_id || '_b' || k` });
    await copy("village_season", village_copies, { village_id: `t.village_id || '_b' || k` });
    await copy("product", product_copies, {
      id: OWN_ID,
      handle: `t.handle || '-' || k`,
      title: `t.title || k`,
    });
    await copy("product_variant", product_copies, {
      id: OWN_ID,
      product_id: `t.product_id || '_b' || k`,
      sku: `t.sku || '-' || k`,
    });
    await copy("translation", product_copies, {
      id: OWN_ID,
      reference_id: `t.reference_id || '_b' || k`,
      translations: `t.translations || jsonb_build_object('title', t.translations->>'title' || ' ' || k)`,
    });
    await copy("inventory_item", product_copies, { id: OWN_ID, sku: `t.sku || '-' || k` });
    await copy("inventory_level", product_copies, {
      id: OWN_ID,
      inventory_item_id: `t.inventory_item_id || '_b' || k`,
    });
    await copy("product_variant_inventory_item", product_copies, {
      id: OWN_ID,
      variant_id: `t.variant_id || '_b' || k`,
      inventory_item_id: `t.inventory_item_id || '_b' || k`,
    });
    await copy("price_set", product_copies, { id: OWN_ID });
    await copy("price", product_copies, { id: OWN_ID, price_set_id: `t.price_set_id || '_b' || k` });
    await copy("product_variant_price_set", product_copies, {
      id: OWN_ID,
      variant_id: `t.variant_id || '_b' || k`,
      price_set_id: `t.price_set_id || '_b' || k`,
    });
    await copy("product_sales_channel", product_copies, { id: OWN_ID, product_id: `t.product_id || '_b' || k` });
    await copy("product_shipping_profile", product_copies, { id: OWN_ID, product_id: `t.product_id || '_b' || k` });
    await copy("village_village_product_product", product_copies, {
      id: OWN_ID,
      product_id: `t.product_id || '_b' || k`,
      village_id: village("t.village_id"),
    });
    await copy("pool", product_copies, {
      id: OWN_ID,
      origin_id: village("t.origin_id"),
      // A village has one pool of each grade of its produce.
      grade: `t.grade || case when k <= ${village_copies} then '' else '-' || (k - 1) / ${village_copies} end`,
      inventory_item_id: `t.inventory_item_id || '_b' || k`,
      on_hand: String(STOCK_G),
      mirrored_version: `t.version`,
    });
    await db.query("commit");
    await db.query("analyze");
  }
  return { villages: await of("village"), products: await of("product") };
}

async function copies(db: pg.Client, table: string, times: number, columns: Copies): Promise<void> {
  const changed = Object.entries(columns).map(([column, sql]) => `'${column}', ${sql}`);
  await db.query(
    `insert into ${table} select (jsonb_populate_record(t, jsonb_build_object(${changed.join(", ")}))).*
     from ${table} t cross join generate_series(1, ${times}) k`,
  );
}
