import { goodsOf } from "./goods-schema";
import { bandsOf } from "./load/bands";
import { partsOf } from "./load/goods";
import { weightBound } from "./load/lower-bound";
import { planLoadInputSchema, type PlanLoadInput } from "./plan-load";
import { boxesOf } from "./pricing";

/** Weights alone count here. */
const NOTHING = { fragile: false, cold: false, value: false, size: false };

/**
 * A number of parcels that no plan of this load can do with less than, whatever it costs: by the weights alone (L2 of Martello
 * and Toth 1990) in the parcel that holds the most. 0 for a load that can't be read.
 */
export function fewestParcels(input: PlanLoadInput): number {
  const parsed = planLoadInputSchema.safeParse(input);
  const goods = parsed.success ? goodsOf(parsed.data.items, NOTHING).goods : null;
  if (!parsed.success || goods === null) return 0;
  const { cartons, rate_cards, capacity_g = Infinity } = parsed.data;
  const lanes = rate_cards.flatMap((card) => card.zones.slice(0, 1).map(({ zone }) => ({ card, zone })));
  const all_g = goods.reduce((sum, item) => sum + item.weight_g * item.count, 0);
  const tariff = bandsOf(boxesOf(cartons, lanes), { capacity_g, all_g });
  if (tariff === null) return 0;
  const bands = tariff.steps.map((band) => ({ ...band, cost: 1 }));
  return partsOf(goods).reduce(
    (sum, { classes }) => sum + weightBound({ classes, bands, steps: bands, unit: 1, apart: [] }, true).bound,
    0,
  );
}
