import { compareText } from "../shared/order";
import { fitsCarton, type Carton } from "./carton";
import { rate } from "./rate";
import type { RateCard } from "./rate-card";
import type { Traits } from "./traits";

/** A rate card and the zone of one destination on it. */
export interface Lane {
  readonly card: RateCard;
  readonly zone: string;
  /** What is in the parcels that it prices, where cards charge for that; nothing of the sort when left out. */
  readonly traits?: Traits;
}

/** One way to send a parcel: a carton and a carrier's lane. Without a carton goods travel loose, without a lane for nothing. */
export interface Box {
  readonly carton: Carton | null;
  readonly lane: Lane | null;
}

/** The cheapest way to send goods of some weight, volume and value as one parcel. */
export interface PricedBox extends Box {
  readonly gross_g: number;
  readonly billed_g: number;
  readonly carton_minor: bigint;
  readonly freight_minor: bigint;
  readonly cost_minor: bigint;
  readonly rate_explained: string;
}

/** Parcels of one destination at most, so that cost and count fit one score. */
const PARCEL_BITS = 24n;

/** Every carton with every lane; where there are none of one, the other alone. */
export function boxesOf(cartons: readonly Carton[], lanes: readonly Lane[]): Box[] {
  const lanesOrNone = lanes.length === 0 ? [null] : lanes;
  return (cartons.length === 0 ? [null] : cartons).flatMap((carton) => lanesOrNone.map((lane) => ({ carton, lane })));
}

/** What a parcel costs at most by these prices. */
export function dearestParcel(cartons: readonly Carton[], cards: readonly RateCard[]): bigint {
  const most = (amounts: readonly bigint[]): bigint => amounts.reduce((top, each) => (each > top ? each : top), 0n);
  // Freight never falls with weight: the heaviest parcel, and one that pays every surcharge, costs the most.
  const freight = cards.flatMap((card) =>
    card.zones.map(({ zone }) => {
      const heaviest = rate(card, zone, { gross_g: card.max_weight_g, fragile: true, cold: true });
      return heaviest.ok ? heaviest.value.amount_minor : 0n;
    }),
  );
  return most(cartons.map((carton) => carton.cost_minor)) + most(freight);
}

/** Prices a parcel for one destination. Remembers what it was asked, since packing asks the same again and again. */
export class Pricer {
  /** Nothing costs anything: parcels are counted. */
  readonly free: boolean;
  private readonly known = new Map<string, PricedBox | null>();

  /** `capacity_g`: what one parcel may hold in goods, whatever the box. */
  constructor(
    readonly boxes: readonly Box[],
    readonly capacity_g = Infinity,
  ) {
    this.free = boxes.every((box) => (box.carton?.cost_minor ?? 0n) === 0n && isFree(box.lane));
  }

  /**
   * The cheapest box for these goods, or null when none takes them. Costs never fall as weight, volume or value grow, which
   * the planner relies on. Equal costs: the lighter parcel, then by code, so that the input's order does not matter.
   */
  box(goods_g: number, goods_ml: number, value_minor: number): PricedBox | null {
    if (goods_g > this.capacity_g) return null;
    const key = `${goods_g}/${goods_ml}/${value_minor}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    let best: PricedBox | null = null;
    for (const box of this.boxes) {
      const found = priced(box, goods_g, goods_ml, value_minor);
      if (found !== null && (best === null || compareBoxes(found, best) < 0)) best = found;
    }
    this.known.set(key, best);
    return best;
  }

  /** Cost first, then one parcel: scores add up, and the least sum is the cheapest plan with the fewest parcels. */
  score(goods_g: number, goods_ml: number, value_minor: number): bigint | null {
    const box = this.box(goods_g, goods_ml, value_minor);
    return box === null ? null : (box.cost_minor << PARCEL_BITS) + 1n;
  }
}

function isFree(lane: Lane | null): boolean {
  return lane === null || dearestParcel([], [lane.card]) === 0n;
}

function priced(box: Box, goods_g: number, goods_ml: number, value_minor: number): PricedBox | null {
  const { carton, lane } = box;
  if (carton !== null && !fitsCarton(carton, goods_g, goods_ml)) return null;
  const gross_g = goods_g + (carton?.tare_g ?? 0);
  const carton_minor = carton?.cost_minor ?? 0n;
  if (lane === null) {
    return {
      ...box,
      gross_g,
      billed_g: gross_g,
      carton_minor,
      freight_minor: 0n,
      cost_minor: carton_minor,
      rate_explained: "",
    };
  }
  const { card, zone } = lane;
  if (card.max_value_minor !== undefined && BigInt(value_minor) > card.max_value_minor) return null;
  // The carton's inside volume stands for its outside, which is not on file.
  const volume = carton?.inner_ml === undefined ? {} : { volume_ml: carton.inner_ml };
  const quote = rate(card, zone, { gross_g, ...volume, ...lane.traits });
  if (!quote.ok) return null;
  const { billed_g, amount_minor: freight_minor } = quote.value;
  return {
    ...box,
    gross_g,
    billed_g,
    carton_minor,
    freight_minor,
    cost_minor: carton_minor + freight_minor,
    // Said only when somebody asks: millions of boxes are priced.
    get rate_explained() {
      return quote.value.explained;
    },
  };
}

function compareBoxes(a: PricedBox, b: PricedBox): number {
  if (a.cost_minor !== b.cost_minor) return a.cost_minor < b.cost_minor ? -1 : 1;
  return (
    a.gross_g - b.gross_g ||
    compareText(a.carton?.code ?? "", b.carton?.code ?? "") ||
    compareText(a.lane?.card.carrier ?? "", b.lane?.card.carrier ?? "") ||
    compareText(a.lane?.card.service ?? "", b.lane?.card.service ?? "")
  );
}
