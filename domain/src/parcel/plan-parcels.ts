import { z } from "zod";
import { minorDigits } from "../shared/money";
import { compareText } from "../shared/order";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { cartonSchema } from "./carton";
import { planMixed, type Content, type MixedItem } from "./plan-mixed";
import { SinglePlanner } from "./plan-single";
import { Pricer, type Lane } from "./pricing";
import { rateCardSchema, zoneOf, type RateCard } from "./rate-card";

/** Addressees of one planning run: a bulk order has up to 100,000; more is planned in chunks. */
export const MAX_DESTINATIONS = 1_000_000;
/** Packs of one kind to one destination at most, as in a cart line. */
export const MAX_PACKS_PER_ITEM = 1_000_000;
/** Kinds in one basket: more than the lines of a real order. */
export const MAX_KINDS_PER_DESTINATION = 100;

const id = z.string().min(1).max(200);

export const planParcelsInputSchema = z.strictObject({
  destinations: z
    .array(
      z.strictObject({
        id,
        /** Chinese administrative code of the place, of which the first two digits, the province, count. */
        province_code: z.string().regex(/^\d{2,12}$/, "an administrative code is 2 to 12 digits"),
        items: z
          .array(
            z.strictObject({
              kind: id,
              weight_g: z.int().positive(),
              volume_ml: z.int().nonnegative().optional(),
              count: z.int().nonnegative().max(MAX_PACKS_PER_ITEM),
            }),
          )
          .max(MAX_KINDS_PER_DESTINATION),
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
  readonly carton_minor: bigint;
  readonly freight_minor: bigint;
  readonly rate_explained: string;
}

export interface DestinationPlan {
  readonly destination: string;
  /** Shared between destinations with the same basket and zone: do not change. */
  readonly parcels: readonly PlannedParcel[];
}

export interface DestinationRefusal {
  readonly destination: string;
  readonly reason: "nothing_to_send" | "kind_differs" | "no_rate" | "pack_fits_nowhere";
  readonly message: string;
}

export interface PlanParcelsOutput {
  /** In the order of the input, without the refused. */
  readonly destinations: DestinationPlan[];
  readonly refused: DestinationRefusal[];
  /** How many different (zone, basket) had to be planned. */
  readonly distinct_plans: number;
  /** Cartons and freight of all parcels. */
  readonly total_minor: bigint;
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
 * Baskets of one kind are exact, small mixed ones too, large mixed ones by heuristic (see plan-mixed). Equal baskets
 * to the same zones are planned once. The cheapest carrier is chosen for each parcel.
 *
 * Refuses the whole input when it is malformed or mixes currencies. A destination whose province has no rate, or with
 * a pack that fits nowhere, is listed in `refused` by name; the others are planned all the same.
 */
export function planParcels(input: PlanParcelsInput): Result<PlanParcelsOutput, PlanParcelsRefusal> {
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
  const planner = new Planner(new LaneFinder(rate_cards), (lanes) => new Pricer(cartons, lanes));
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

type Planned =
  { readonly parcels: readonly PlannedParcel[]; readonly cost_minor: bigint } | Omit<DestinationRefusal, "destination">;

class Planner {
  private readonly plans = new Map<string, Planned>();
  private readonly pricers = new Map<string, Pricer>();
  private readonly singles = new Map<string, SinglePlanner>();

  constructor(
    private readonly finder: LaneFinder,
    private readonly pricerFor: (lanes: readonly Lane[]) => Pricer,
  ) {}

  all(destinations: readonly Destination[]): PlanParcelsOutput {
    const planned: DestinationPlan[] = [];
    const refused: DestinationRefusal[] = [];
    let total_minor = 0n;
    let parcel_count = 0;
    for (const destination of destinations) {
      const plan = this.one(destination);
      if ("reason" in plan) {
        refused.push({ destination: destination.id, reason: plan.reason, message: plan.message });
        continue;
      }
      planned.push({ destination: destination.id, parcels: plan.parcels });
      total_minor += plan.cost_minor;
      parcel_count += plan.parcels.length;
    }
    return { destinations: planned, refused, distinct_plans: this.plans.size, total_minor, parcel_count };
  }

  private one(destination: Destination): Planned {
    const basket = basketOf(destination);
    if ("reason" in basket) return basket;
    const { lanes, signature } = this.finder.lanesTo(destination.province_code);
    if (lanes.length === 0) {
      const province = destination.province_code.slice(0, 2);
      return { reason: "no_rate", message: `No carrier has a rate for province ${province}.` };
    }
    const key = `${signature}${JSON.stringify(basket.items)}`;
    let plan = this.plans.get(key);
    if (plan === undefined) {
      plan = this.planBasket(basket.items, signature, lanes);
      this.plans.set(key, plan);
    }
    return plan;
  }

  private planBasket(items: readonly MixedItem[], signature: string, lanes: readonly Lane[]): Planned {
    const pricer = this.pricers.get(signature) ?? this.pricerFor(lanes);
    this.pricers.set(signature, pricer);
    const misfit = items.find((item) => pricer.box(item.weight_g, item.volume_ml) === null);
    if (misfit !== undefined) {
      const message = `A pack of "${misfit.kind}" (${misfit.weight_g} g, ${misfit.volume_ml} ml) fits no carton and carrier.`;
      return { reason: "pack_fits_nowhere", message };
    }
    const singles = items.map((item) => this.singleFor(item, signature, pricer));
    const [only, second] = items;
    const contents: Content[] =
      only !== undefined && second === undefined
        ? (singles[0]?.plan(only.count) ?? []).map((count) => [count])
        : planMixed(pricer, items, singles);
    const parcels = parcelsOf(pricer, items, contents);
    const cost_minor = parcels.reduce((sum, parcel) => sum + parcel.carton_minor + parcel.freight_minor, 0n);
    return { parcels, cost_minor };
  }

  private singleFor(item: MixedItem, signature: string, pricer: Pricer): SinglePlanner {
    const key = `${signature}/${item.weight_g}/${item.volume_ml}`;
    const planner = this.singles.get(key) ?? new SinglePlanner(pricer, item);
    this.singles.set(key, planner);
    return planner;
  }
}

/** One entry for each kind, by kind; a kind must be one size within a destination. */
function basketOf(destination: Destination): { items: MixedItem[] } | Omit<DestinationRefusal, "destination"> {
  const kinds = new Map<string, MixedItem>();
  for (const { kind, weight_g, volume_ml = 0, count } of destination.items) {
    const known = kinds.get(kind);
    if (known !== undefined && (known.weight_g !== weight_g || known.volume_ml !== volume_ml)) {
      return { reason: "kind_differs", message: `"${kind}" is listed with two weights or volumes.` };
    }
    if (count > 0) kinds.set(kind, { kind, weight_g, volume_ml, count: count + (known?.count ?? 0) });
  }
  if (kinds.size === 0) return { reason: "nothing_to_send", message: "There is nothing to send." };
  return { items: [...kinds.values()].sort((a, b) => compareText(a.kind, b.kind)) };
}

function parcelsOf(pricer: Pricer, items: readonly MixedItem[], contents: readonly Content[]): PlannedParcel[] {
  // Equal contents share one parcel object: a bulk destination has thousands of the same.
  const made = new Map<string, PlannedParcel>();
  return contents.map((content) => {
    const key = content.join(",");
    const parcel = made.get(key) ?? parcelOf(pricer, items, content);
    made.set(key, parcel);
    return parcel;
  });
}

function parcelOf(pricer: Pricer, items: readonly MixedItem[], content: Content): PlannedParcel {
  const goods_g = items.reduce((sum, item, index) => sum + item.weight_g * content[index]!, 0);
  const goods_ml = items.reduce((sum, item, index) => sum + item.volume_ml * content[index]!, 0);
  const box = pricer.box(goods_g, goods_ml);
  if (box === null) throw new Error(`planParcels: planned a parcel of ${goods_g} g that no carton takes`);
  return {
    carton: box.carton.code,
    carrier: box.lane.card.carrier,
    service: box.lane.card.service,
    zone: box.lane.zone,
    items: items.map((item, index) => ({ kind: item.kind, count: content[index]! })).filter((item) => item.count > 0),
    goods_g,
    gross_g: box.gross_g,
    billed_g: box.quote.billed_g,
    carton_minor: box.carton.cost_minor,
    freight_minor: box.quote.amount_minor,
    rate_explained: box.quote.explained,
  };
}
