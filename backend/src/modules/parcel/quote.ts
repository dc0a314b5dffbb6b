import {
  keptApart,
  ok,
  PICKUP,
  planParcels,
  refuse,
  type Basket,
  type DestinationRefusal,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { inputHash } from "../../lib/input-hash";
import { PROVINCE_CODES, provinceWords } from "../../lib/province";
import { goodsOfPack, PLAIN, type PackNature } from "./plan";
import { ratesOf, type Rates, type RatesByCooperative } from "./rates";

/**
 * Equal baskets that go to one province, counted together, or to a pick-up point, whose place is `PICKUP.place`. Without a province the
 * dearest one is assumed.
 */
export interface QuoteBasket {
  /** Whose rates. */
  cooperative_id: string;
  province_code: string | null;
  /** How many destinations want this basket. */
  count: number;
  items: readonly (PackNature & { kind: string; weight_g: number; packs: number })[];
}

interface Carriage {
  freight_minor: bigint;
  carton_minor: bigint;
  parcels: number;
}

/** What one cooperative's baskets cost, and who carries them. */
export interface CooperativeCarriage extends Carriage {
  cooperative_id: string;
  /** Codes of the carriers, of most parcels first. */
  carriers: string[];
}

/** The whole is the sum of its cooperatives. */
export interface FreightQuote extends Carriage {
  cooperatives: CooperativeCarriage[];
}

/**
 * What the carriage of these baskets costs by the rate cards, planned by the same planner that packs them, so that
 * the price asked is the freight paid. Each basket is planned once, however many destinations want it.
 */
export function quote(baskets: readonly QuoteBasket[], rates: RatesByCooperative): Result<FreightQuote, Refusal> {
  const total: FreightQuote = { ...nothing(), cooperatives: [] };
  for (const cooperative_id of new Set(baskets.map((basket) => basket.cooperative_id))) {
    const own = baskets.filter((basket) => basket.cooperative_id === cooperative_id);
    const quoted = keptQuote(own, ratesOf(rates, cooperative_id));
    if (!quoted.ok) return quoted;
    add(total, quoted.value);
    total.cooperatives.push({ cooperative_id, ...quoted.value, carriers: [...quoted.value.carriers] });
  }
  return ok(total);
}

type Quoted = Result<Readonly<Omit<CooperativeCarriage, "cooperative_id">>, Refusal>;

/** Quotes of a process that are not worked out again, the last asked for: a few hundred bytes each. */
const MOST_KEPT = 2_000;
const kept = new Map<string, Quoted>();

/**
 * A cart is priced at every look at it, and a dozen lines to nowhere in particular take the planner a quarter of a second. What it answers
 * depends on nothing but what it is given, so what was asked before is never out of date.
 */
function keptQuote(baskets: readonly QuoteBasket[], rates: Rates): Quoted {
  const key = inputHash([baskets, rates.cartons, rates.rate_cards]);
  const quoted = kept.get(key) ?? quoteOne(baskets, rates);
  // The one that was not asked for longest is the first, and goes.
  kept.delete(key);
  kept.set(key, quoted);
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? key);
  return quoted;
}

function quoteOne(baskets: readonly QuoteBasket[], rates: Rates): Quoted {
  const asked = baskets.map((basket) => ({
    basket,
    provinces: basket.province_code === null ? PROVINCE_CODES : [basket.province_code],
  }));
  const plan = planParcels({
    destinations: asked.flatMap(({ basket, provinces }, index) =>
      provinces.map((province_code) => ({
        id: `${index}/${province_code}`,
        province_code,
        items: goodsToCarry(basket.items),
      })),
    ),
    cartons: rates.cartons,
    rate_cards: rates.rate_cards,
  });
  if (!plan.ok) return plan;
  const plans = new Map(plan.value.destinations.map((destination) => [destination.destination, destination.parcels]));
  const total = nothing();
  const carried = new Map<string, number>();
  for (const [index, { basket, provinces }] of asked.entries()) {
    const costs = provinces.flatMap((province) => {
      const parcels = plans.get(`${index}/${province}`);
      if (!parcels) return [];
      return {
        freight_minor: parcels.reduce((sum, parcel) => sum + parcel.freight_minor, 0n),
        carton_minor: parcels.reduce((sum, parcel) => sum + parcel.carton_minor, 0n),
        parcels: parcels.length,
        carriers: parcels.map((parcel) => parcel.carrier),
      };
    });
    const dearest = costs.reduce((most, cost) => (cost.freight_minor > most.freight_minor ? cost : most), costs[0]!);
    if (!dearest) {
      const why = plan.value.refused.find((refused) => refused.destination.startsWith(`${index}/`));
      return noFreight(why, basket.province_code);
    }
    add(total, dearest, basket.count);
    for (const carrier of dearest.carriers) carried.set(carrier, (carried.get(carrier) ?? 0) + basket.count);
  }
  const carriers = [...carried].sort(([, a], [, b]) => b - a).map(([carrier]) => carrier);
  return ok({ ...total, carriers });
}

const nothing = (): Carriage => ({ freight_minor: 0n, carton_minor: 0n, parcels: 0 });

function add(total: Carriage, cost: Carriage, times = 1): void {
  total.freight_minor += cost.freight_minor * BigInt(times);
  total.carton_minor += cost.carton_minor * BigInt(times);
  total.parcels += cost.parcels * times;
}

/**
 * Why a basket has no price, for its buyer: `details.province` names a place that no carrier goes to, `details.kind` is the line
 * of the pack that fits in no carton. Who knows the line says what it is called.
 */
function noFreight(why: DestinationRefusal | undefined, province_code: string | null): { ok: false; refusal: Refusal } {
  if (why?.reason === "no_rate" && province_code !== null && province_code !== PICKUP.place) {
    const province = provinceWords(province_code);
    const message = `No carrier takes parcels to ${province.en} yet. Nothing was charged.`;
    return { ok: false, refusal: { reason: "no_freight_to", message, field: "province", details: { province } } };
  }
  if (why?.kind !== undefined) {
    const message = "One of these packs fits in no carton, so it can't be sent. Nothing was charged.";
    return { ok: false, refusal: { reason: "pack_not_sent", message, field: "items", details: { kind: why.kind } } };
  }
  return refuse("no_freight", "No carrier takes this basket. Nothing was charged.", "province");
}

/** Packs as the planner takes them. */
export function goodsToCarry(items: QuoteBasket["items"]): Basket["items"] {
  const apart = keptApart(
    items,
    (item) => item.kind,
    (item) => item.nature ?? PLAIN,
  );
  return items.map(({ kind, weight_g, packs, ...pack }, at) => ({
    kind,
    weight_g,
    count: packs,
    ...goodsOfPack(pack),
    ...apart[at],
  }));
}
