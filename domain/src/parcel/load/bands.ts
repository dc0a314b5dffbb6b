import { innerMl, mostValue, outsideOf, type Box } from "../pricing";
import { rate } from "../rate";
import type { RateCard } from "../rate-card";
import { sortsOfParcels, traitsOfSort } from "../traits";
import { gcd } from "./grid";
import { paretoBands, type Band } from "./problem";

/** Steps of all tariffs together at most: a step for every gram of a 100 kg parcel. */
export const MAX_STEPS = 100_000;

export interface Tariff {
  /** Steps worth having, cheapest first. */
  readonly bands: readonly Band[];
  readonly steps: readonly Band[];
  /** What every cost is a multiple of. */
  readonly unit: number;
  /** Nothing costs anything: parcels are counted. */
  readonly free: boolean;
}

/**
 * The steps of every tariff as limits of goods, cheapest first; null when there are more than `MAX_STEPS`. Where nothing costs
 * anything a parcel counts as 1, so that parcels are counted. `capacity_g` is what one parcel may hold in goods, and no parcel
 * holds more than `all_g`. `sorts`: of the goods; each sort of parcel has steps of its own. Insurance is in no step: it is in
 * proportion to the value, which the whole load has however it is divided. `fill`: the part of a carton's volume to count on.
 */
export function bandsOf(
  boxes: readonly Box[],
  limits: { capacity_g: number; all_g: number; sorts?: Iterable<number>; fill?: number },
): Tariff | null {
  const { capacity_g, all_g, sorts = [0], fill = 1 } = limits;
  const steps: Band[] = [];
  for (const sort of sortsOfParcels(sorts)) {
    for (const [index, box] of boxes.entries()) {
      const most = { goods_g: Math.min(capacity_g, all_g), fill, steps: MAX_STEPS - steps.length };
      const found = stepsOf(box, index, sort, most);
      if (found === null) return null;
      steps.push(...found);
    }
  }
  const unit = steps.reduce((found, band) => gcd(found, band.cost), 0);
  const free = unit === 0;
  const counted = free ? steps.map((band) => ({ ...band, cost: 1 })) : steps;
  return { bands: paretoBands(counted), steps: counted, unit: free ? 1 : unit, free };
}

function stepsOf(
  { carton, lane }: Box,
  box: number,
  sort: number,
  most: { goods_g: number; fill: number; steps: number },
): Band[] | null {
  const tare_g = carton?.tare_g ?? 0;
  const goods_ml = most.fill === 1 ? innerMl(carton) : Math.floor(innerMl(carton) * most.fill);
  const carton_minor = Number(carton?.cost_minor ?? 0n);
  const limit_g = Math.min(most.goods_g, (carton?.max_weight_g ?? Infinity) - tare_g);
  if (limit_g <= 0) return [];
  if (lane === null) return [{ goods_g: limit_g, goods_ml, value_minor: Infinity, cost: carton_minor, sort, box }];
  const { card, zone } = lane;
  const value_minor = mostValue(card);
  const widest_g = Math.min(limit_g, card.max_weight_g - tare_g);
  if (widest_g <= 0) return [];
  const ends = stepEnds(card, tare_g, widest_g, most.steps);
  if (ends === null) return null;
  return ends.flatMap((goods_g) => {
    const quote = rate(card, zone, { gross_g: goods_g + tare_g, ...outsideOf(carton), ...traitsOfSort(sort) });
    if (!quote.ok) return [];
    return [{ goods_g, goods_ml, value_minor, cost: carton_minor + Number(quote.value.amount_minor), sort, box }];
  });
}

/** The weights of goods at which a card's price may rise next, ascending; null when there are more than `most`. */
function stepEnds(card: RateCard, tare_g: number, widest_g: number, most: number): number[] | null {
  const first = Math.max(0, Math.ceil((tare_g + 1 - card.first_weight_g) / card.step_g));
  const last = Math.max(0, Math.ceil((tare_g + widest_g - card.first_weight_g) / card.step_g));
  if (last - first >= most) return null;
  const ends = new Set([widest_g]);
  for (let step = first; step < last; step++) ends.add(card.first_weight_g + step * card.step_g - tare_g);
  for (const { above_g } of card.surcharges ?? []) {
    if (above_g !== undefined && above_g > tare_g && above_g - tare_g < widest_g) ends.add(above_g - tare_g);
  }
  return [...ends].sort((a, b) => a - b);
}
