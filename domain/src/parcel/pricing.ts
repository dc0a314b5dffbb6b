import { compareText } from "../shared/order";
import { fitsCarton, volumeOf, type Carton, type SizeMm } from "./carton";
import { CartonFits } from "./boxes/carton-fits";
import type { PackShape, Placement } from "./boxes/placement";
import type { Goods } from "./load/goods";
import { rate } from "./rate";
import type { RateCard } from "./rate-card";
import { NO_TRAITS, sortOf, traitsOf, type Traits } from "./traits";

/** A rate card and the zone of one destination on it. */
export interface Lane {
  readonly card: RateCard;
  readonly zone: string;
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
  /** With insurance. */
  readonly freight_minor: bigint;
  /** Of that, for the value of what is inside, where the card insures it. */
  readonly insurance_minor: bigint;
  readonly cost_minor: bigint;
  readonly rate_explained: string;
}

/** What is in one parcel, as far as a price or a limit looks at it. */
export interface ParcelGoods {
  readonly goods_g: number;
  readonly goods_ml: number;
  readonly value_minor: number;
  readonly traits: Traits;
  /** All packs as boxes; null when the sides of some are not known. */
  readonly shapes: readonly PackShape[] | null;
}

/** A box that holds goods, and how they lie in it; no placement where sides are not known. */
export interface HeldBox {
  readonly box: PricedBox;
  readonly placement: Placement | null;
}

/** So many packs of each kind as one parcel. */
export function parcelGoods(goods: readonly Goods[], counts: readonly number[]): ParcelGoods {
  const inside = goods.flatMap((item, at) => (counts[at]! > 0 ? [{ item, count: counts[at]! }] : []));
  const sum = (size: (item: Goods) => number): number =>
    inside.reduce((total, { item, count }) => total + size(item) * count, 0);
  return {
    goods_g: sum((item) => item.weight_g),
    goods_ml: sum((item) => item.volume_ml),
    value_minor: sum((item) => item.value_minor),
    traits: traitsOf(inside.map(({ item }) => item.traits)),
    shapes: inside.every(({ item }) => item.shape !== null)
      ? inside.map(({ item, count }) => ({ kind: item.kind, ...item.shape!, count }))
      : null,
  };
}

/** What a parcel may be worth at most by a card: its own limit, and that of its insurance. */
export function mostValue({ max_value_minor, declared }: RateCard): number {
  const limits = [max_value_minor, declared?.max_minor].filter((limit) => limit !== undefined);
  return limits.reduce((least, limit) => Math.min(least, Number(limit)), Infinity);
}

/** Millilitres a carton holds, by what is on file or by its sides. */
export function innerMl(carton: Carton | null): number {
  if (carton === null) return Infinity;
  return carton.inner_ml ?? (carton.size_mm === undefined ? Infinity : volumeOf(carton.size_mm));
}

/** What a rate is told of a carton's size. Its inside stands for its outside, which is not on file. */
export function outsideOf(carton: Carton | null): { volume_ml?: number; size_mm?: SizeMm } {
  const volume_ml = innerMl(carton);
  return {
    ...(volume_ml === Infinity ? {} : { volume_ml }),
    ...(carton?.size_mm === undefined ? {} : { size_mm: carton.size_mm }),
  };
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
      const heaviest = rate(card, zone, {
        gross_g: card.max_weight_g,
        fragile: true,
        cold: true,
        declared_minor: card.declared?.max_minor,
      });
      return heaviest.ok ? heaviest.value.amount_minor : 0n;
    }),
  );
  return most(cartons.map((carton) => carton.cost_minor)) + most(freight);
}

/** Prices a parcel for one destination. Remembers what it was asked, since packing asks the same again and again. */
export class Pricer {
  /** Nothing costs anything: parcels are counted. */
  readonly free: boolean;
  readonly fits = new CartonFits();
  private readonly known = new Map<string, PricedBox | null>();

  /** `capacity_g`: what one parcel may hold in goods, whatever the box. */
  constructor(
    readonly boxes: readonly Box[],
    readonly capacity_g = Infinity,
  ) {
    this.free = boxes.every((box) => (box.carton?.cost_minor ?? 0n) === 0n && isFree(box.lane));
  }

  /**
   * The cheapest box for these goods by weight, volume and value, or null when none takes them. Costs never fall as any of these
   * grow, or as goods become fragile or cold, which the planner relies on. Equal costs: the lighter parcel, then by code, so that the
   * input's order does not matter.
   */
  box(goods_g: number, goods_ml: number, value_minor: number, traits: Traits = NO_TRAITS): PricedBox | null {
    if (goods_g > this.capacity_g) return null;
    const key = `${goods_g}/${goods_ml}/${value_minor}/${sortOf(traits)}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    let best: PricedBox | null = null;
    for (const found of this.boxesFor(goods_g, goods_ml, value_minor, traits)) {
      if (best === null || compareBoxes(found, best) < 0) best = found;
    }
    this.known.set(key, best);
    return best;
  }

  /** The cheapest box in which the goods can be shown to lie, where their sides and its are known; else as `box`. */
  boxFor({ goods_g, goods_ml, value_minor, traits, shapes }: ParcelGoods): HeldBox | null {
    const cheapest = this.box(goods_g, goods_ml, value_minor, traits);
    if (cheapest === null || shapes === null) return cheapest === null ? null : { box: cheapest, placement: null };
    const held = this.held(cheapest, shapes);
    if (held !== null) return held;
    const boxes = [...this.boxesFor(goods_g, goods_ml, value_minor, traits)].sort(compareBoxes);
    for (const box of boxes) {
      const other = this.held(box, shapes);
      if (other !== null) return other;
    }
    return null;
  }

  private held(box: PricedBox, shapes: readonly PackShape[]): HeldBox | null {
    if (box.carton?.size_mm === undefined) return { box, placement: null };
    const placement = this.fits.placementIn(box.carton.size_mm, shapes);
    return placement === null ? null : { box, placement };
  }

  private *boxesFor(goods_g: number, goods_ml: number, value_minor: number, traits: Traits): Iterable<PricedBox> {
    if (goods_g > this.capacity_g) return;
    for (const box of this.boxes) {
      const found = priced(box, goods_g, goods_ml, value_minor, traits);
      if (found !== null) yield found;
    }
  }
}

/** Cost first, then one parcel: scores add up, and the least sum is the cheapest plan with the fewest parcels. */
export function scoreOfBox(box: PricedBox): bigint {
  return (box.cost_minor << PARCEL_BITS) + 1n;
}

function isFree(lane: Lane | null): boolean {
  return lane === null || dearestParcel([], [lane.card]) === 0n;
}

function priced(box: Box, goods_g: number, goods_ml: number, value_minor: number, traits: Traits): PricedBox | null {
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
      insurance_minor: 0n,
      cost_minor: carton_minor,
      rate_explained: "",
    };
  }
  const { card, zone } = lane;
  if (value_minor > mostValue(card)) return null;
  // A card that insures insures every parcel: who does not want that leaves the rule out of it.
  const declared = card.declared === undefined ? {} : { declared_minor: BigInt(value_minor) };
  const quote = rate(card, zone, { gross_g, ...outsideOf(carton), ...traits, ...declared });
  if (!quote.ok) return null;
  const { billed_g, amount_minor: freight_minor, parts } = quote.value;
  const insurance_minor = parts.find(({ what }) => what === "declared")?.amount_minor ?? 0n;
  return {
    ...box,
    gross_g,
    billed_g,
    carton_minor,
    freight_minor,
    insurance_minor,
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
