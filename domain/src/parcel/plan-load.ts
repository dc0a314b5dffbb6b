import { z } from "zod";
import { minorDigits } from "../shared/money";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { cartonSchema } from "./carton";
import { goodsItemSchema, goodsOf, misfitsOf, whatMatters } from "./goods-schema";
import type { Certificate } from "./load/certificate";
import type { Goods } from "./load/goods";
import type { GoodsPattern, PlanOptions } from "./load/plan-goods";
import { BasketPlanner } from "./plan-basket";
import { boxesOf, dearestParcel, Pricer, type Lane } from "./pricing";
import { rateCardSchema, type RateCard } from "./rate-card";

/** Kinds of one load at most: goods that are each weighed by themselves are a kind each. */
export const MAX_KINDS_PER_LOAD = 1_000_000;
/** Packs of one kind in one load at most. */
export const MAX_PACKS_PER_KIND = 1_000_000_000;
/** Grams, millilitres and costs of a whole load stay below this, where numbers count exactly. */
const MAX_SUM = 2n ** 52n;

export const planLoadInputSchema = z.strictObject({
  items: z
    .array(goodsItemSchema.extend({ count: z.int().nonnegative().max(MAX_PACKS_PER_KIND) }))
    .max(MAX_KINDS_PER_LOAD),
  /** Goods of one parcel at most, whatever the carton. */
  capacity_g: z.int().positive().optional(),
  /** None: goods travel loose, up to `capacity_g`. */
  cartons: z.array(cartonSchema).max(200).default([]),
  /** None: the way costs nothing. */
  rate_cards: z.array(rateCardSchema).max(200).default([]),
  /** The destination's zone on the rate cards; a card without it is passed by. */
  zone: z.string().min(1).max(100).optional(),
});

export type PlanLoadInput = z.input<typeof planLoadInputSchema>;

export interface LoadPlan {
  /** Equal parcels, the longest runs first. Every pack is in exactly one parcel. */
  readonly patterns: readonly GoodsPattern[];
  readonly parcels: number;
  readonly cost_minor: bigint;
  readonly certificate: Certificate;
}

export type PlanLoadRefusal = Refusal<
  | "invalid_input"
  | "unknown_currency"
  | "invalid_amount"
  | "currencies_differ"
  | "duplicate_carton"
  | "no_limit"
  | "no_rate"
  | "kind_differs"
  | "nothing_to_send"
  | "too_much"
  | "pack_fits_nowhere"
  | "tariff_too_fine"
>;

/**
 * Breaks one load into parcels for one place: cutting stock. At the least cost of cartons and freight, then the fewest parcels;
 * where nothing has a price, the fewest parcels. Hard limits: weight, volume, declared value, temperature class, kinds that
 * may not go together, whole packs. Weights in grams, volumes in millilitres, money in minor units of one currency.
 *
 * The plan comes with a certificate: a proven lower bound beside what the plan costs (docs/adr/0013). The same input and seed
 * give the same plan, in whatever order the input is; a time limit gives the best plan so far, and the bound that is proven.
 *
 * Refuses sizes and counts that are not whole or not positive, by the pack's name; a zone that no card has; all packs that fit
 * nowhere, with the reason of each in `details.packs`.
 */
export function planLoad(input: PlanLoadInput, options: PlanOptions = {}): Result<LoadPlan, PlanLoadRefusal> {
  const parsed = parseInput(planLoadInputSchema, input);
  if (!parsed.ok) return byName(parsed.refusal, input);
  const { items, capacity_g, cartons, rate_cards, zone } = parsed.value;
  const currencies = new Set([...cartons, ...rate_cards].map((priced) => priced.currency));
  for (const currency of currencies) {
    const known = minorDigits(currency);
    if (!known.ok) return known;
  }
  if (currencies.size > 1) {
    return refuse("currencies_differ", `Cartons and rate cards are in ${[...currencies].join(", ")}; one is needed.`);
  }
  if (new Set(cartons.map((carton) => carton.code)).size !== cartons.length) {
    return refuse("duplicate_carton", "A carton is listed twice.", "cartons");
  }
  if (capacity_g === undefined && cartons.length === 0 && rate_cards.length === 0) {
    return refuse("no_limit", "A parcel needs a limit: a capacity, a carton or a rate card.", "capacity_g");
  }
  const lanes = lanesOf(rate_cards, zone);
  if (rate_cards.length > 0 && lanes.length === 0) {
    const named = zone === undefined ? "No zone is named" : `No carrier has a rate for zone "${zone}"`;
    return refuse("no_rate", `${named}. There is ${knownZones(rate_cards)}.`, "zone");
  }
  const boxes = boxesOf(cartons, lanes);
  const { goods, differs } = goodsOf(items, whatMatters(boxes));
  if (goods === null) return refuse("kind_differs", `"${differs}" is listed as two sorts of goods.`, "items");
  const packs = goods.reduce((sum, item) => sum + item.count, 0);
  if (packs === 0) return refuse("nothing_to_send", "There is nothing to send.", "items");
  if (isTooMuch(goods, dearestParcel(cartons, rate_cards))) {
    return refuse("too_much", `${packs} such packs are more than can be added up exactly.`, "items");
  }
  const pricer = new Pricer(boxes, capacity_g ?? Infinity);
  const misfits = misfitsOf(pricer, goods);
  if (misfits.length > 0) return nowhere(misfits);
  const plan = new BasketPlanner(pricer, options).plan(goods);
  if (plan === null) return refuse("tariff_too_fine", "The rate cards have too many steps to plan by.", "rate_cards");
  return ok({
    ...plan,
    parcels: plan.patterns.reduce((sum, pattern) => sum + pattern.parcels, 0),
    cost_minor: plan.patterns.reduce((sum, { box, parcels }) => sum + box.cost_minor * BigInt(parcels), 0n),
  });
}

function isTooMuch(goods: readonly Goods[], dearest_minor: bigint): boolean {
  const sum = (size: (item: Goods) => bigint): bigint =>
    goods.reduce((total, item) => total + size(item) * BigInt(item.count), 0n);
  return [
    sum((item) => BigInt(item.weight_g)),
    sum((item) => BigInt(item.volume_ml)),
    sum((item) => BigInt(item.value_minor)),
    sum(() => dearest_minor + 1n),
  ].some((total) => total > MAX_SUM);
}

/** The lanes of a zone; a single zone needs no naming. */
function lanesOf(cards: readonly RateCard[], zone: string | undefined): Lane[] {
  return cards.flatMap((card) => {
    const [only, second] = card.zones;
    const named = zone ?? (second === undefined ? only?.zone : undefined);
    return card.zones.filter((candidate) => candidate.zone === named).map((found) => ({ card, zone: found.zone }));
  });
}

function knownZones(cards: readonly RateCard[]): string {
  const zones = [...new Set(cards.flatMap((card) => card.zones.map((zone) => `"${zone.zone}"`)))];
  return zones.length === 0 ? "none on the rate cards" : zones.slice(0, 20).join(", ");
}

const NAMED = 5;

function nowhere(misfits: readonly { kind: string; why: string }[]): { ok: false; refusal: PlanLoadRefusal } {
  const named = misfits.slice(0, NAMED).map(({ kind, why }) => `"${kind}" (${why})`);
  const more = misfits.length > NAMED ? `, and ${misfits.length - NAMED} more` : "";
  return {
    ok: false,
    refusal: {
      reason: "pack_fits_nowhere",
      message: `Nothing was planned: no box takes ${named.join(", ")}${more}.`,
      field: "items",
      details: { packs: misfits },
    },
  };
}

/** A fault of a pack said with its name, not with its place in a list. */
function byName(
  refusal: Refusal<"invalid_input">,
  input: { readonly items?: unknown },
): { ok: false; refusal: PlanLoadRefusal } {
  const [, at, what] = /^items\.(\d+)\.(.+)$/.exec(refusal.field ?? "") ?? [];
  const items: readonly unknown[] = Array.isArray(input?.items) ? input.items : [];
  const item = at === undefined ? undefined : (items[Number(at)] as Record<string, unknown> | null | undefined);
  if (typeof item?.["kind"] !== "string" || what === undefined) return { ok: false, refusal };
  const value = JSON.stringify(item[what]) ?? "nothing";
  const message = `Pack "${item["kind"]}": ${what} is ${value}, which will not do: ${refusal.message.replace(/^[^:]*: /, "")}`;
  return { ok: false, refusal: { ...refusal, message } };
}
