import { compareText } from "../shared/order";
import { fitsCarton, type Carton } from "./carton";
import { rate, type RateQuote } from "./rate";
import type { RateCard } from "./rate-card";

/** A rate card and the zone of one destination on it. */
export interface Lane {
  readonly card: RateCard;
  readonly zone: string;
}

/** The cheapest way to send goods of some weight and volume as one parcel. */
export interface PricedBox {
  readonly carton: Carton;
  readonly lane: Lane;
  readonly quote: RateQuote;
  readonly gross_g: number;
  readonly cost_minor: bigint;
}

/** Parcels of one destination at most, so that cost and count fit one score. */
const PARCEL_BITS = 24n;

/** Prices a parcel for one destination. Remembers what it was asked, since packing asks the same again and again. */
export class Pricer {
  private readonly known = new Map<string, PricedBox | null>();

  constructor(
    readonly cartons: readonly Carton[],
    readonly lanes: readonly Lane[],
  ) {}

  /**
   * The cheapest box for these goods, or null when none takes them. Costs never fall as weight or volume grow, which
   * the planner relies on. Equal costs: the lighter parcel, then by code, so that the input's order does not matter.
   */
  box(goods_g: number, goods_ml: number): PricedBox | null {
    const key = `${goods_g}/${goods_ml}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    let best: PricedBox | null = null;
    for (const carton of this.cartons) {
      if (!fitsCarton(carton, goods_g, goods_ml)) continue;
      for (const lane of this.lanes) {
        const box = priced(carton, lane, goods_g);
        if (box !== null && (best === null || compareBoxes(box, best) < 0)) best = box;
      }
    }
    this.known.set(key, best);
    return best;
  }

  /** Cost first, then one parcel: scores add up, and the least sum is the cheapest plan with the fewest parcels. */
  score(goods_g: number, goods_ml: number): bigint | null {
    const box = this.box(goods_g, goods_ml);
    return box === null ? null : (box.cost_minor << PARCEL_BITS) + 1n;
  }
}

function priced(carton: Carton, lane: Lane, goods_g: number): PricedBox | null {
  const gross_g = goods_g + carton.tare_g;
  // The carton's inside volume stands for its outside, which is not on file.
  const weight = carton.inner_ml === undefined ? { gross_g } : { gross_g, volume_ml: carton.inner_ml };
  const quote = rate(lane.card, lane.zone, weight);
  if (!quote.ok) return null;
  return { carton, lane, quote: quote.value, gross_g, cost_minor: carton.cost_minor + quote.value.amount_minor };
}

function compareBoxes(a: PricedBox, b: PricedBox): number {
  if (a.cost_minor !== b.cost_minor) return a.cost_minor < b.cost_minor ? -1 : 1;
  return (
    a.gross_g - b.gross_g ||
    compareText(a.carton.code, b.carton.code) ||
    compareText(a.lane.card.carrier, b.lane.card.carrier) ||
    compareText(a.lane.card.service, b.lane.card.service)
  );
}
