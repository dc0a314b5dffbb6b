import { SEASONS } from "../seed/data/seasons.js";
import { harvestDay } from "./harvest-day.js";
import {
  deskClient,
  inParallel,
  patiently,
  Refused,
  repeatable,
  type DemoHouse,
  type HouseClient,
  type Step,
} from "./house-client.js";

export interface DeskHousehold {
  id: string;
  card_number: string;
  village?: { handle: string };
}

/** Deliveries of a season, per household and product: how often, and how much at a time (base units). */
const SEASON: Record<string, { deliveries: number; least: number; most: number }> = {
  walnut: { deliveries: 5, least: 28_000, most: 46_000 },
  "sichuan-pepper": { deliveries: 3, least: 4_000, most: 12_000 },
  "olive-oil": { deliveries: 2, least: 9_200, most: 27_600 },
  egg: { deliveries: 3, least: 60, most: 215 },
  rice: { deliveries: 3, least: 60_000, most: 140_000 },
};

/** The whole season at the scales: every household brings what its village grows, lot by lot. */
export async function weighInSeason(house: DemoHouse, step: Step): Promise<{ lots: number; households: number }> {
  const random = repeatable(20_261_122);
  const today = new Date().toISOString().slice(0, 10);
  const weighIns: { cooperative: string; body: Record<string, unknown> }[] = [];
  const brought = new Set<string>();
  for (const cooperative of house.seed.cooperatives) {
    const households = await allHouseholds(house, cooperative.handle);
    for (const product of house.seed.products) {
      const season = SEASON[product.produce];
      const picked = SEASONS.find((one) => one.village === product.village && one.produce === product.produce)?.picked;
      if (!season || !picked) continue;
      for (const household of households.filter((h) => h.village?.handle === product.village)) {
        for (let delivery = 0; delivery < season.deliveries; delivery++) {
          const units = Math.round(season.least + random() * (season.most - season.least));
          const tare = 400 + Math.floor(random() * 900);
          const back = Math.floor(random() * 8 + delivery * 5);
          brought.add(household.id);
          weighIns.push({
            cooperative: cooperative.handle,
            body: {
              card_number: household.card_number,
              pool_id: product.pool_id,
              ...(product.produce === "egg"
                ? { pieces: units }
                : { gross_g: units + tare, tare_g: tare, scale: "scale-1" }),
              harvested_on: harvestDay(picked, today, back),
              idempotency_key: `season-${product.handle}-${household.card_number}-${delivery}`.replace(
                /[^A-Za-z0-9_-]/g,
                "-",
              ),
            },
          });
        }
      }
    }
  }
  const weighers = new Map(house.seed.cooperatives.map((c) => [c.handle, deskClient(house, "weigher", c.handle)]));
  let done = 0;
  await inParallel(weighIns, 4, async ({ cooperative, body }) => {
    const weigher = weighers.get(cooperative);
    if (weigher) await weighIn(weigher, body);
    done += 1;
    if (done % 20 === 0) step.update(`${done} of ${weighIns.length} lots`);
  });
  return { lots: weighIns.length, households: brought.size };
}

/** One delivery, once. A run before midnight named another day of its harvest: then it is in already, and stays as it is. */
export function weighIn(weigher: HouseClient, body: object): Promise<void> {
  return patiently(async () => {
    try {
      await weigher.once("/desk/lots", body);
    } catch (error) {
      if (!(error instanceof Refused) || error.code !== "idempotency_conflict") throw error;
    }
  });
}

/** Every household of a cooperative, as its weigher finds them. */
export async function allHouseholds(house: DemoHouse, cooperative: string): Promise<DeskHousehold[]> {
  const desk = deskClient(house, "weigher", cooperative);
  const all: DeskHousehold[] = [];
  let cursor: string | null = null;
  do {
    const page: { households: DeskHousehold[]; next: string | null } = await desk.get(
      `/desk/households?limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ""}`,
    );
    all.push(...page.households);
    cursor = page.next;
  } while (cursor);
  return all;
}
