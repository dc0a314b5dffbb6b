import type pg from "pg";
import { deskClient, type DemoHouse } from "../../demo/house-client.js";
import { flows, PROVIDER, type Shop } from "./flows.js";
import { buyer } from "./measure.js";

const SMALL_PACK_G = 500;
const LOT_G = 50_000;
/** Enough for every order of a run. */
const LOTS = 60;
/** Of what many want at once there is enough for so many of them. */
const SERVED = 6;
const RUSH = 16;
const LEAST_PACKS = 60;

type Selling = DemoHouse & { seed: { shipping_option_id?: string } };

/** Walnuts enough, and Medusa's payment without a processor allowed. What a buyer of our shop has to know. */
export async function openForSale(house: Selling, db: pg.Pool): Promise<Shop> {
  const { seed, urls } = house;
  await db.query(
    `insert into region_payment_provider (id, region_id, payment_provider_id) select 'regpp_bench', $1::text, $2::text
     where not exists (select from region_payment_provider where region_id = $1 and payment_provider_id = $2 and deleted_at is null)`,
    [seed.region_id, PROVIDER],
  );
  await weighIn(house, "walnut", LOTS);
  return {
    url: urls.backend,
    publishable_key: seed.publishable_key,
    region_id: seed.region_id,
    variant_id: smallPack(house, "walnut").variant_id,
    shipping_option_id: String(seed.shipping_option_id),
  };
}

function smallPack({ seed }: Selling, produce: string): { variant_id: string; pool_id: string; units: number } {
  const product = seed.products.find((one) => one.produce === produce);
  const packs = [...(product?.variants ?? [])].sort((a, b) => a.units_per_pack - b.units_per_pack);
  const pack = packs.find((one) => one.units_per_pack >= SMALL_PACK_G) ?? packs[0];
  if (!product || !pack) throw new Error(`the seed sells no ${produce}`);
  return { variant_id: pack.id, pool_id: product.pool_id, units: pack.units_per_pack };
}

async function weighIn(house: Selling, produce: string, lots: number): Promise<void> {
  const product = house.seed.products.find((one) => one.produce === produce);
  const cooperative = house.seed.villages.find((one) => one.handle === product?.village)?.cooperative ?? "";
  const desk = deskClient(house, "weigher", cooperative);
  const { households } = await desk.get<{ households: { card_number: string; village?: { handle: string } }[] }>(
    "/desk/households?limit=100",
  );
  const cards = households.filter((one) => one.village?.handle === product?.village).map((one) => one.card_number);
  const harvested_on = new Date(Date.now() - 3 * 86_400_000).toISOString().slice(0, 10);
  for (let i = 0; i < lots; i++) {
    await desk.post("/desk/lots", {
      card_number: cards[i % cards.length],
      pool_id: product?.pool_id,
      gross_g: LOT_G + 500,
      tare_g: 500,
      harvested_on,
      idempotency_key: `bench-checkout-${Date.now()}-${i}`,
    });
  }
}

/**
 * Sixteen at once want a sixth of what is there, half of them by our one call: exactly six get it. Returns how many; throws when it
 * is another number.
 */
export async function rush(house: Selling, db: pg.Pool, shop: Shop): Promise<number> {
  await weighIn(house, "sichuan-pepper", 1);
  const pack = smallPack(house, "sichuan-pepper");
  const { rows } = await db.query<{ packs: number }>(
    `select floor((on_hand - held) / $2::numeric)::int as packs from pool where id = $1`,
    [pack.pool_id, pack.units],
  );
  const packs = rows[0]?.packs ?? 0;
  if (packs < LEAST_PACKS) throw new Error(`only ${packs} packs of pepper were weighed in`);
  const wanted: Shop = { ...shop, variant_id: pack.variant_id, quantity: Math.floor(packs / SERVED) };
  const ends = await Promise.all(
    Array.from({ length: RUSH }, (_, index) => (index % 2 === 0 ? flows.standard : flows.oneCall)(wanted, buyer())),
  );
  const served = ends.filter((one) => "order_id" in one).length;
  const reasons = new Set(ends.flatMap((one) => ("refused" in one ? [one.refused] : [])));
  if (served !== SERVED)
    throw new Error(`red: ${served} of ${RUSH} were served where ${SERVED} could be: ${[...reasons].join(", ")}`);
  return served;
}

/** More ordered than weighed in, of any pool; orders that share a cart or a payment. Both empty, or it is red. */
export async function wrongs(db: pg.Pool): Promise<string[]> {
  const { rows: oversold } = await db.query<{ pool: string; ordered: string; there: string }>(
    `select p.id as pool, o.units as ordered, l.units as there
     from pool p
     join lateral (select sum(i.quantity * v.required_quantity) as units from "order" o join order_item i on i.order_id = o.id
       join order_line_item n on n.id = i.item_id join product_variant_inventory_item v on v.variant_id = n.variant_id
       where v.inventory_item_id = p.inventory_item_id and o.status <> 'canceled' and o.deleted_at is null) o on true
     join lateral (select coalesce(sum(units), 0) as units from lot where pool_id = p.id) l on true
     where o.units > l.units`,
  );
  const { rows: twice } = await db.query<{ id: string }>(
    `select cart_id as id from order_cart where deleted_at is null group by cart_id having count(*) > 1
     union all select payment_collection_id from order_payment_collection where deleted_at is null group by payment_collection_id having count(*) > 1`,
  );
  return [
    ...oversold.map((one) => `${one.ordered} ordered of ${one.there} in pool ${one.pool}`),
    ...twice.map((one) => `two orders for ${one.id}`),
  ];
}
