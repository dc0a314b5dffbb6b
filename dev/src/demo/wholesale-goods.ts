import { harvestDay } from "./harvest-day.js";
import { deskClient, ensured, type DemoHouse, type HouseClient, type Step } from "./house-client.js";
import { allHouseholds, weighIn } from "./weigh-ins.js";

/** What companies pay for 2 kg of walnuts, by packs, against 64.00 in the shop. */
const LADDER = {
  product: "doujiazhuang-walnuts",
  units: 2_000,
  minimum_packs: 1,
  steps: [
    { from: 0, price_minor: 6_400 },
    { from: 50, price_minor: 6_100 },
    { from: 200, price_minor: 5_800 },
  ],
};
/** A bag of 500 g at 9.00 and 6.00 freight, once a season. */
const SAMPLE = {
  product: "doujiazhuang-walnuts",
  units: 500,
  offered: { offered: true, packs: 1, price_minor: 900, freight_minor: 600, per_season: 1 },
};
/** Trucks from Wudu: 500.00 and 6.50 a kilometre by road, and the small one at 300.00 and 4.20. */
const TRUCKS = [
  {
    name: "4.2 米厢车 / 4.2 m box truck",
    capacity_kg: 1_800,
    capacity_pallets: 6,
    base_minor: 30_000,
    per_km_minor: 420,
    minimum_minor: 60_000,
  },
  {
    name: "9.6 米高栏 / 9.6 m truck",
    capacity_kg: 10_000,
    capacity_pallets: 16,
    base_minor: 50_000,
    per_km_minor: 650,
    minimum_minor: 120_000,
  },
];
/** Eggs that Longchuan's villages sell too: alike, so that one order of them is spread over both cooperatives. */
const EGGS = {
  cooperative: "wudu",
  village: "maya",
  pool: { produce: "egg", grade: "1", unit: "piece", piece_g: 50, blendable: false, pack_units: 30 },
  texts: {
    title_zh: "麻崖土鸡蛋",
    title_en: "Maya free-range eggs",
    description_zh: "核桃林下散养的土鸡蛋，逐枚照光。一板三十枚，全是同一户人家的。",
    description_en:
      "Eggs of hens that range under the walnut trees, each held against the light. A tray comes from one family.",
    storage_zh: "尖头朝下冷藏，收货后三十天内吃完。",
    storage_en: "Refrigerate with the pointed end down; eat within thirty days.",
  },
  packs: [{ units: 30, title_zh: "30 枚一板", title_en: "Tray of 30", price_minor: 4_600 }],
  households: 16,
  pieces: 180,
};

interface SetPack {
  variant_id: string;
  units: number;
  version: number;
}

/** What companies find: a ladder, a sample, trucks, and eggs of a second cooperative. Each is looked for first. */
export async function offerWholesale(house: DemoHouse, step: Step): Promise<void> {
  const wudu = deskClient(house, "manager", "wudu");
  step.update("trucks");
  for (const truck of TRUCKS) await enterTruck(wudu, truck);
  step.update("a ladder and a sample");
  await setPack(house, wudu, LADDER, "company-prices", { minimum_packs: LADDER.minimum_packs, steps: LADDER.steps });
  await setPack(house, wudu, SAMPLE, "samples", SAMPLE.offered);
  step.update("eggs of a second cooperative");
  await sellEggs(house, wudu);
  step.update("");
}

function enterTruck(desk: HouseClient, truck: (typeof TRUCKS)[number]): Promise<void> {
  return ensured(
    async () => {
      const { truck_rates } = await desk.get<{ truck_rates: { name: string }[] }>("/desk/truck-rates?limit=100");
      return truck_rates.some(({ name }) => name === truck.name);
    },
    () => desk.once("/desk/truck-rates", { ...truck, currency: "CNY", valid_from: "2026-01-01" }),
  );
}

/** Sets one pack's prices or sample, unless somebody has: what is set by a person stays. */
async function setPack(
  house: DemoHouse,
  desk: HouseClient,
  of: { product: string; units: number },
  kind: "company-prices" | "samples",
  content: object,
): Promise<void> {
  const product = house.seed.products.find(({ handle }) => handle === of.product);
  if (!product) throw new Error(`the seed has no ${of.product}`);
  const path = `/desk/products/${product.id}/${kind}`;
  const pack = async () => {
    const { product: set } = await desk.get<{ product: { packs: SetPack[] } }>(path);
    const found = set.packs.find(({ units }) => units === of.units);
    if (!found) throw new Error(`${of.product} has no pack of ${of.units}`);
    return found;
  };
  await ensured(
    async () => (await pack()).version > 0,
    async () => desk.once(path, { packs: [{ variant_id: (await pack()).variant_id, ...content, seen: 0 }] }),
  );
}

/** A pool of its own, its product on sale, and what households brought. */
async function sellEggs(house: DemoHouse, desk: HouseClient): Promise<void> {
  const village = house.seed.villages.find(({ handle }) => handle === EGGS.village);
  if (!village) throw new Error(`the seed has no village ${EGGS.village}`);
  const pool = async () => {
    const { pools } = await desk.get<{ pools: { id: string; produce: string; origin: { id: string } }[] }>(
      "/desk/pools",
    );
    return pools.find((one) => one.produce === EGGS.pool.produce && one.origin.id === village.id);
  };
  await ensured(
    async () => (await pool()) !== undefined,
    () =>
      desk.once("/desk/pools", {
        village_id: village.id,
        ...EGGS.pool,
        reason: "土鸡蛋也供企业 / eggs for companies too",
      }),
  );
  const pool_id = (await pool())?.id ?? "";
  // Of a pool there is one product: pressed again, the one that stands is answered.
  const { texts, packs } = EGGS;
  const { product } = await desk.post<{ product: { id: string } }>("/desk/products", { pool_id, texts, packs });
  await ensured(
    async () => (await readProduct(desk, product.id)).published,
    async () =>
      desk.once(`/desk/products/${product.id}/publish`, { seen: (await readProduct(desk, product.id)).revision }),
  );
  await weighInEggs(house, pool_id);
}

async function readProduct(desk: HouseClient, id: string): Promise<{ published: boolean; revision: string }> {
  return (await desk.get<{ product: { published: boolean; revision: string } }>(`/desk/products/${id}`)).product;
}

async function weighInEggs(house: DemoHouse, pool_id: string): Promise<void> {
  const weigher = deskClient(house, "weigher", EGGS.cooperative);
  const households = (await allHouseholds(house, EGGS.cooperative))
    .filter(({ village }) => village?.handle === EGGS.village)
    .slice(0, EGGS.households);
  const today = new Date().toISOString().slice(0, 10);
  for (const { card_number } of households) {
    await weighIn(weigher, {
      card_number,
      pool_id,
      pieces: EGGS.pieces,
      harvested_on: harvestDay({ from: "01-01", to: "12-31" }, today, 1),
      idempotency_key: `wholesale-eggs-${card_number}`,
    });
  }
}
