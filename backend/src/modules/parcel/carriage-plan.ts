import { ok, TRUCK, type CartonsToStack, type Refusal, type Result } from "@commonlot/domain";
import { inputHash } from "../../lib/input-hash";
import type { Sql } from "../../lib/sql";
import type { Planner } from "./planner";
import { goodsToCarry, type QuoteBasket } from "./quote";
import { ratesFor, ratesOf, type Rates } from "./rates";
import { rateDay } from "./rates-today";

/** Goods of one cooperative to one place, as cartons. */
export interface CarriagePlan {
  cartons: number;
  gross_g: number;
  /** What carriers ask for it; nothing on a truck. */
  freight_minor: bigint;
  kinds: CartonsToStack[];
}

export interface CarriageAsk {
  currency: string;
  cooperative_id: string;
  /** Where carriers take it; null: nothing is asked of carriers. */
  province_code: string | null;
  items: QuoteBasket["items"];
}

/** Pages are looked at again and again; a plan of thousands of packs takes the planner a second. */
const MOST_KEPT = 200;
const kept = new Map<string, Result<CarriagePlan, Refusal>>();

/** The cartons in which goods would travel by today's rates, with carriers, or on a truck. Worked out where large orders are; writes nothing. */
export async function planCarriage(
  sql: Sql,
  planner: Planner,
  ask: CarriageAsk,
): Promise<{ parcels: Result<CarriagePlan, Refusal> | null; truck: Result<CarriagePlan, Refusal> }> {
  const { currency, cooperative_id, items } = ask;
  const rates = ratesOf(
    await ratesFor(sql, { currency, cooperative_ids: [cooperative_id], day: rateDay() }),
    cooperative_id,
  );
  const to = (province_code: string) => keptPlan(planner, { cooperative_id, province_code, items }, rates);
  return {
    parcels: ask.province_code === null ? null : await to(ask.province_code),
    truck: await to(TRUCK.place),
  };
}

interface Load {
  cooperative_id: string;
  province_code: string;
  items: QuoteBasket["items"];
}

async function keptPlan(planner: Planner, load: Load, rates: Rates): Promise<Result<CarriagePlan, Refusal>> {
  const key = inputHash([load, rates.cartons, rates.rate_cards]);
  const planned = kept.get(key) ?? (await planOf(planner, load, rates));
  kept.delete(key);
  kept.set(key, planned);
  if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value ?? key);
  return planned;
}

async function planOf(planner: Planner, load: Load, rates: Rates): Promise<Result<CarriagePlan, Refusal>> {
  const { cooperative_id: cooperative, province_code, items } = load;
  const plans = await planner.plan({
    baskets: [{ cooperative, province_code, items: goodsToCarry(items) }],
    prices: { [cooperative]: { cartons: rates.cartons, rate_cards: rates.rate_cards } },
  });
  if (!plans.ok) return plans;
  const patterns = plans.value.flatMap((plan) => plan.patterns);
  const sizes = new Map(rates.cartons.map((carton) => [carton.code, carton.size_mm ?? null]));
  return ok({
    cartons: patterns.reduce((sum, one) => sum + one.parcels, 0),
    gross_g: patterns.reduce((sum, one) => sum + one.parcels * one.gross_g, 0),
    freight_minor: patterns.reduce((sum, one) => sum + one.freight_minor * BigInt(one.parcels), 0n),
    kinds: patterns.map((one) => ({
      count: one.parcels,
      gross_g: one.gross_g,
      inner_mm: sizes.get(one.carton) ?? null,
    })),
  });
}
