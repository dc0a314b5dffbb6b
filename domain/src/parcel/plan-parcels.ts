import { z } from "zod";
import { minorDigits } from "../shared/money";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { cartonSchema, type Carton } from "./carton";
import type { Placement } from "./boxes/placement";
import { goodsItemSchema, goodsOf, misfitsOf, whatMatters, type Matters } from "./goods-schema";
import type { Certificate } from "./load/certificate";
import { kindKey, type Goods } from "./load/goods";
import type { GoodsPattern, PlanOptions } from "./load/plan-goods";
import { BasketPlanner } from "./plan-basket";
import { dearestParcel, Pricer, type Lane } from "./pricing";
import { rateCardSchema, zoneOf, type RateCard } from "./rate-card";
/** Addressees of one planning run: a bulk order has up to 100,000; more is planned in chunks. */
export const MAX_DESTINATIONS = 1_000_000;
/** Kinds in one basket: more than the lines of a real order. */
export const MAX_KINDS_PER_DESTINATION = 100;

/** What one parcel may cost at most: sums of thousands of parcels stay whole numbers. */
const MAX_PARCEL_MINOR = 10n ** 9n;
/** A basket is one of many: a few milliseconds for a better rounding, not the half second that a load of tonnes is worth. */
const BASKET_EFFORT = 0.05;
/** Packs from which a basket is such a load. */
const PACKS_OF_A_LOAD = 10_000;

const id = z.string().min(1).max(200);

export const planParcelsInputSchema = z.strictObject({
  destinations: z
    .array(
      z.strictObject({
        id,
        /** Chinese administrative code of the place, of which the first two digits, the province, count. */
        province_code: z.string().regex(/^\d{2,12}$/, "an administrative code is 2 to 12 digits"),
        items: z.array(goodsItemSchema).max(MAX_KINDS_PER_DESTINATION),
      }),
    )
    .max(MAX_DESTINATIONS),
  cartons: z.array(cartonSchema),
  rate_cards: z.array(rateCardSchema),
});

export type PlanParcelsInput = z.input<typeof planParcelsInputSchema>;
type Destination = z.output<typeof planParcelsInputSchema>["destinations"][number];

export interface PlannedParcel {
  /** Code of the carton. */
  readonly carton: string;
  readonly carrier: string;
  readonly service: string;
  readonly zone: string;
  /** By kind; never empty. */
  readonly items: readonly { readonly kind: string; readonly count: number }[];
  readonly goods_g: number;
  readonly gross_g: number;
  readonly billed_g: number;
  /** What is inside is worth, where that matters to a card; else 0. */
  readonly value_minor: number;
  readonly carton_minor: bigint;
  /** With insurance. */
  readonly freight_minor: bigint;
  /** Of the freight, for the value, which is declared to the carrier then. */
  readonly insurance_minor: bigint;
  /** How the packs lie in the carton, where all sides are known. */
  readonly placement: Placement | null;
  readonly rate_explained: string;
}

/** Parcels of equal content. */
export interface ParcelPattern {
  readonly count: number;
  readonly parcel: PlannedParcel;
}

/** Plans are shared between destinations with the same basket and zone: do not change them. */
export interface DestinationPlan {
  readonly destination: string;
  /** Every parcel for itself, written out when it is asked for: a load of tonnes has a million. */
  readonly parcels: readonly PlannedParcel[];
  /** The same parcels, equal ones counted. */
  readonly patterns: readonly ParcelPattern[];
  readonly parcel_count: number;
  readonly certificate: Certificate;
}

export interface DestinationRefusal {
  readonly destination: string;
  readonly reason: "nothing_to_send" | "kind_differs" | "no_rate" | "pack_fits_nowhere" | "tariff_too_fine";
  readonly message: string;
  /** The pack that fits nowhere, for callers that know it by name. */
  readonly kind?: string;
}

export interface PlanParcelsOutput {
  /** In the order of the input, without the refused. */
  readonly destinations: DestinationPlan[];
  readonly refused: DestinationRefusal[];
  /** How many different (zone, basket) had to be planned. */
  readonly distinct_plans: number;
  /** Cartons and freight of all parcels. */
  readonly total_minor: bigint;
  /** What no plan for these destinations can be cheaper than: the sum of their certificates. */
  readonly lower_bound_minor: bigint;
  readonly parcel_count: number;
}

export type PlanParcelsRefusal = Refusal<
  | "invalid_input"
  | "duplicate_destination"
  | "duplicate_carton"
  | "currencies_differ"
  | "unknown_currency"
  | "invalid_amount"
>;

/**
 * Divides each destination's packs into parcels at the least cost of cartons and freight, then the fewest parcels
 * (docs: design, parcels). Weights in grams, volumes in millilitres, money in minor units of one currency. Limits are
 * hard: a carton's gross weight and volume, a carrier's weight; a pack without `volume_ml` is limited by weight alone.
 * Every pack is in exactly one parcel.
 *
 * A destination is a problem of its own, and equal baskets to the same zones are planned once. Baskets of one kind are exact,
 * small mixed ones too, large ones by column generation; each comes with a certificate of how much cheaper it could be at
 * most (`verifyCertificate`). The cheapest carrier is chosen for each parcel. The same input and seed give the same plan,
 * unless the time limit ends the search, which gives the best so far.
 *
 * Refuses the whole input when it is malformed or mixes currencies. A destination whose province has no rate, or with
 * a pack that fits nowhere, is listed in `refused` by name; the others are planned all the same.
 */
export function planParcels(
  input: PlanParcelsInput,
  options: PlanOptions = {},
): Result<PlanParcelsOutput, PlanParcelsRefusal> {
  const parsed = parseInput(planParcelsInputSchema, input);
  if (!parsed.ok) return parsed;
  const { destinations, cartons, rate_cards } = parsed.value;
  const currencies = new Set([...cartons, ...rate_cards].map((priced) => priced.currency));
  for (const currency of currencies) {
    const known = minorDigits(currency);
    if (!known.ok) return known;
  }
  if (currencies.size > 1) {
    return refuse("currencies_differ", `Cartons and rate cards are in ${[...currencies].join(", ")}; one is needed.`);
  }
  if (new Set(destinations.map((destination) => destination.id)).size !== destinations.length) {
    return refuse("duplicate_destination", "A destination is listed twice.", "destinations");
  }
  if (new Set(cartons.map((carton) => carton.code)).size !== cartons.length) {
    return refuse("duplicate_carton", "A carton is listed twice.", "cartons");
  }
  if (dearestParcel(cartons, rate_cards) > MAX_PARCEL_MINOR) {
    return refuse("invalid_amount", `A parcel could cost more than ${MAX_PARCEL_MINOR} minor units by these prices.`);
  }
  const planner = new Planner(new LaneFinder(rate_cards), cartons, options);
  return ok(planner.all(destinations));
}

/** The lanes of a province, and a signature by which equal ones are known. */
class LaneFinder {
  private readonly known = new Map<string, { lanes: Lane[]; signature: string }>();

  constructor(private readonly cards: readonly RateCard[]) {}

  lanesTo(province_code: string): { lanes: Lane[]; signature: string } {
    const province = province_code.slice(0, 2);
    let found = this.known.get(province);
    if (found === undefined) {
      const lanes: Lane[] = [];
      const names: [number, string][] = [];
      this.cards.forEach((card, index) => {
        const zone = zoneOf(card, province);
        if (zone === null) return;
        lanes.push({ card, zone });
        names.push([index, zone]);
      });
      found = { lanes, signature: JSON.stringify(names) };
      this.known.set(province, found);
    }
    return found;
  }
}

interface PlannedBasket {
  readonly parcel_count: number;
  readonly patterns: readonly ParcelPattern[];
  readonly certificate: Certificate;
  readonly cost_minor: bigint;
}

/** What one destination wants, and who knows its prices. */
interface Basket {
  readonly key: string;
  readonly goods: readonly Goods[];
  readonly pricer: Pricer;
  readonly planner: BasketPlanner;
}

/** Who plans at the same prices. */
interface Planners {
  readonly pricer: Pricer;
  readonly matters: Matters;
  readonly small: BasketPlanner;
  readonly large: BasketPlanner;
}

type Planned = PlannedBasket | Omit<DestinationRefusal, "destination">;

class Planner {
  private readonly plans = new Map<string, Planned>();
  private readonly baskets = new Map<string, Basket>();
  private readonly pricers = new Map<string, Planners>();

  constructor(
    private readonly finder: LaneFinder,
    private readonly cartons: readonly Carton[],
    private readonly options: PlanOptions,
  ) {}

  all(destinations: readonly Destination[]): PlanParcelsOutput {
    const planned: DestinationPlan[] = [];
    const refused: DestinationRefusal[] = [];
    let total_minor = 0n;
    let lower_bound_minor = 0n;
    let parcel_count = 0;
    const asked = destinations.map((destination) => ({ destination: destination.id, basket: this.read(destination) }));
    for (const { destination, basket } of asked) {
      const plan = "reason" in basket ? basket : this.plan(basket);
      if ("reason" in plan) {
        refused.push({ destination, ...plan });
        continue;
      }
      planned.push(destinationPlan(destination, plan));
      const { certificate } = plan;
      total_minor += plan.cost_minor;
      lower_bound_minor += certificate.objective === "cost" ? BigInt(certificate.lower_bound) : 0n;
      parcel_count += plan.parcel_count;
    }
    const distinct_plans = this.plans.size;
    return { destinations: planned, refused, distinct_plans, total_minor, lower_bound_minor, parcel_count };
  }

  /** The basket and the lanes of a destination; its planner hears of it before the first plan is asked for. */
  private read(destination: Destination): Basket | Omit<DestinationRefusal, "destination"> {
    const { lanes, signature } = this.finder.lanesTo(destination.province_code);
    if (lanes.length === 0) {
      const province = destination.province_code.slice(0, 2);
      return { reason: "no_rate", message: `No carrier has a rate for province ${province}.` };
    }
    const { pricer, matters, small, large } = this.plannersFor(signature, lanes);
    const { goods, differs } = goodsOf(destination.items, matters);
    if (goods === null) return { reason: "kind_differs", message: `"${differs}" is listed as two sorts of goods.` };
    if (goods.length === 0) return { reason: "nothing_to_send", message: "There is nothing to send." };
    const key = `${signature}${JSON.stringify(goods.map((item) => [...kindKey(item), item.count]))}`;
    const known = this.baskets.get(key);
    if (known !== undefined) return known;
    const planner = goods.reduce((sum, item) => sum + item.count, 0) >= PACKS_OF_A_LOAD ? large : small;
    planner.announce(goods);
    const basket = { key, goods, pricer, planner };
    this.baskets.set(key, basket);
    return basket;
  }

  private plan(basket: Basket): Planned {
    let plan = this.plans.get(basket.key);
    if (plan === undefined) {
      plan = this.planBasket(basket);
      this.plans.set(basket.key, plan);
    }
    return plan;
  }

  private planBasket(basket: Basket): Planned {
    const [misfit] = misfitsOf(basket.pricer, basket.goods);
    if (misfit !== undefined) {
      const message = `A pack of "${misfit.kind}" fits no carton and carrier: ${misfit.why}.`;
      return { reason: "pack_fits_nowhere", message, kind: misfit.kind };
    }
    const plan = basket.planner.plan(basket.goods);
    if (plan === null) {
      return { reason: "tariff_too_fine", message: "The rate cards have too many steps to plan a large basket by." };
    }
    const patterns = plan.patterns.map((pattern) => ({ count: pattern.parcels, parcel: parcelOf(pattern) }));
    const parcel_count = patterns.reduce((sum, { count }) => sum + count, 0);
    const cost_minor = plan.patterns.reduce((sum, { box, parcels: count }) => sum + box.cost_minor * BigInt(count), 0n);
    return { parcel_count, patterns, certificate: plan.certificate, cost_minor };
  }

  private plannersFor(signature: string, lanes: readonly Lane[]): Planners {
    let known = this.pricers.get(signature);
    if (known === undefined) {
      const pricer = new Pricer(this.cartons.flatMap((carton) => lanes.map((lane) => ({ carton, lane }))));
      known = {
        pricer,
        matters: whatMatters(pricer.boxes),
        // Whichever it is: a single basket, or a load of tonnes.
        small: new BasketPlanner(pricer, { effort: BASKET_EFFORT, ...this.options }),
        large: new BasketPlanner(pricer, this.options),
      };
      this.pricers.set(signature, known);
    }
    return known;
  }
}

function destinationPlan(destination: string, { patterns, parcel_count, certificate }: PlannedBasket): DestinationPlan {
  return {
    destination,
    patterns,
    parcel_count,
    certificate,
    get parcels() {
      return patterns.flatMap(({ count, parcel }) => Array.from({ length: count }, () => parcel));
    },
  };
}

function parcelOf({ items, goods_g, value_minor, box, placement }: GoodsPattern): PlannedParcel {
  const { carton, lane, gross_g, billed_g, carton_minor, freight_minor, insurance_minor, rate_explained } = box;
  if (carton === null || lane === null) throw new Error("planParcels: a parcel without carton or carrier");
  return {
    carton: carton.code,
    carrier: lane.card.carrier,
    service: lane.card.service,
    zone: lane.zone,
    items,
    goods_g,
    gross_g,
    billed_g,
    value_minor,
    carton_minor,
    freight_minor,
    insurance_minor,
    placement,
    rate_explained,
  };
}
