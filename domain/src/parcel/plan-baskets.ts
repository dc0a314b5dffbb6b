import { apportion } from "../shared/apportion";
import { compareText } from "../shared/order";
import { ok, type Refusal, type Result } from "../shared/result";
import type { Certificate } from "./load/certificate";
import type { PlanOptions } from "./load/plan-goods";
import { planParcels, type PlanParcelsInput, type PlannedParcel } from "./plan-parcels";
import { verifyDestinationPlans } from "./verify-load";

/** One load of one cooperative to one province: destinations that want the same are one basket. */
export interface Basket {
  readonly cooperative: string;
  readonly province_code: string;
  /** Kinds are order lines. */
  readonly items: PlanParcelsInput["destinations"][number]["items"];
}

/** What each cooperative packs and sends with. */
export type PricesByCooperative = Readonly<Record<string, Pick<PlanParcelsInput, "cartons" | "rate_cards">>>;

/** Equal parcels of a basket. */
export interface BasketPattern {
  readonly parcels: number;
  readonly carton: string;
  readonly carrier: string;
  readonly service: string;
  readonly zone: string;
  readonly goods_g: number;
  readonly gross_g: number;
  readonly billed_g: number;
  /** What is inside is worth, whether a card asks for it or not. */
  readonly value_minor: number;
  readonly carton_minor: bigint;
  readonly freight_minor: bigint;
  readonly insurance_minor: bigint;
  readonly placement: PlannedParcel["placement"];
  /** Packs by kind, and what each kind bears of the freight: by grams, largest remainder, exact. */
  readonly lines: readonly { readonly kind: string; readonly count: number; readonly freight_minor: bigint }[];
}

export interface BasketPlan {
  readonly parcels: number;
  readonly patterns: readonly BasketPattern[];
  readonly certificate: Certificate;
}

/**
 * The parcels of many baskets, each at its own cooperative's prices: patterns with counts, whatever their number
 * (`planParcels`). In the order of the baskets. Refuses all when one can't be served; `details.basket` says which, `details.kind` whose pack fits nowhere.
 */
export function planBaskets(
  baskets: readonly Basket[],
  prices: PricesByCooperative,
  options: PlanOptions = {},
): Result<BasketPlan[], Refusal> {
  const plans: BasketPlan[] = [];
  for (const [cooperative, own] of byCooperative(baskets)) {
    const plan = planParcels({ ...pricesOf(prices, cooperative), destinations: own.map(destinationOf) }, options);
    if (!plan.ok) return plan;
    const [refused] = plan.value.refused;
    if (refused) {
      return {
        ok: false,
        refusal: {
          reason: refused.reason,
          message: refused.message,
          details: { basket: Number(refused.destination), kind: refused.kind },
        },
      };
    }
    for (const { destination, patterns, parcel_count, certificate } of plan.value.destinations) {
      const basket = baskets[Number(destination)]!;
      plans[Number(destination)] = {
        parcels: parcel_count,
        patterns: patterns.map(({ count, parcel }) => patternOf(basket, count, parcel)),
        certificate,
      };
    }
  }
  return ok(plans);
}

/**
 * Looks at the plans of baskets with code that knows nothing of how they were made (`verifyDestinationPlans`), and that the
 * freight of each parcel is borne by its lines to the last minor unit. The faults as sentences; none: they may be stored.
 */
export function verifyBaskets(
  baskets: readonly Basket[],
  prices: PricesByCooperative,
  plans: readonly BasketPlan[],
): string[] {
  if (plans.length !== baskets.length) return [`There are ${plans.length} plans of ${baskets.length} baskets.`];
  const faults = byCooperative(baskets).flatMap(([cooperative, own]) =>
    verifyDestinationPlans(
      own.map(({ basket, at }) => ({ destination: destinationOf({ basket, at }), plan: planToCheck(plans[at]!) })),
      pricesOf(prices, cooperative),
    ),
  );
  for (const { patterns } of plans) {
    for (const { freight_minor, lines } of patterns) {
      const borne = lines.reduce((sum, line) => sum + line.freight_minor, 0n);
      if (borne !== freight_minor) faults.push(`The lines of a parcel bear ${borne} of its freight ${freight_minor}.`);
      if (lines.some((line) => line.freight_minor < 0n)) faults.push("A line bears less than no freight.");
    }
  }
  return faults;
}

interface Placed {
  readonly basket: Basket;
  readonly at: number;
}

function byCooperative(baskets: readonly Basket[]): [string, Placed[]][] {
  const found = new Map<string, Placed[]>();
  baskets.forEach((basket, at) => {
    const own = found.get(basket.cooperative);
    if (own === undefined) found.set(basket.cooperative, [{ basket, at }]);
    else own.push({ basket, at });
  });
  return [...found].sort(([a], [b]) => compareText(a, b));
}

function pricesOf(prices: PricesByCooperative, cooperative: string): PricesByCooperative[string] {
  const own = prices[cooperative];
  if (own === undefined) throw new Error(`planBaskets: there are no prices of ${cooperative}`);
  return own;
}

function destinationOf({ basket, at }: Placed): PlanParcelsInput["destinations"][number] {
  return { id: String(at), province_code: basket.province_code, items: basket.items };
}

function patternOf(basket: Basket, parcels: number, parcel: PlannedParcel): BasketPattern {
  const weights = new Map(basket.items.map((item) => [item.kind, item.weight_g]));
  const values = new Map(basket.items.map((item) => [item.kind, item.value_minor ?? 0]));
  const freight = apportion(
    parcel.freight_minor,
    parcel.items.map(({ kind, count }) => BigInt(weights.get(kind)!) * BigInt(count)),
    parcel.items.map(({ kind }) => kind),
    compareText,
  );
  const { items: _, rate_explained: __, ...rest } = parcel;
  return {
    parcels,
    ...rest,
    // The planner knows it where a card asks for it; it is kept of every parcel.
    value_minor: parcel.items.reduce((sum, { kind, count }) => sum + (values.get(kind) ?? 0) * count, 0),
    lines: parcel.items.map(({ kind, count }, at) => ({ kind, count, freight_minor: freight[at]! })),
  };
}

function planToCheck({ parcels, patterns, certificate }: BasketPlan) {
  return {
    parcel_count: parcels,
    certificate,
    patterns: patterns.map(({ parcels: count, lines, ...parcel }) => ({
      count,
      parcel: { ...parcel, items: lines, rate_explained: "" },
    })),
  };
}
