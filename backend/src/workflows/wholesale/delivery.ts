import {
  DEFAULT_INSPECTION,
  deliveryStanding,
  inspectBy,
  RATING_DAYS,
  ratingWindow,
  showsOther,
  type DeliveryStanding,
} from "@commonlot/domain";
import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { nothingComesOf } from "../../lib/nothing-comes";
import { refuseWith, valueOf } from "../../lib/refusal";
import { buyersLink } from "../../lib/order-key";
import { dayIn, HOME_TZ } from "../../lib/today";
import type ParcelService from "../../modules/parcel/service";
import type PoolService from "../../modules/pool/service";
import type SettlementService from "../../modules/settlement/service";
import type { DeliveredOrder } from "../../modules/wholesale/deliveries";
import type { QuoteActor, QuoteLine } from "../../modules/wholesale/quotes/quote-types";
import type { WholeQuote } from "../../modules/wholesale/quotes/quote-reading";
import type WholesaleService from "../../modules/wholesale/service";

const DAY_MS = 86_400_000;
/** The inspection is over: what may be rated. */
const OVER: ReadonlySet<DeliveryStanding> = new Set(["accepted", "accepted_by_silence", "settled"]);

/** How the goods of a quote's order are on their way, and what both sides have said of them. A quote of somebody else is not there. */
export async function readDelivery(container: MedusaContainer, by: QuoteActor, quote_id: string) {
  const { whole, order } = await orderOf(container, by, quote_id);
  if (!order) return { delivery: null };
  const facts = await factsOf(container, order);
  const lines = whole.versions.find((one) => one.version === order.version)?.lines ?? [];
  const { deliveries }: WholesaleService = container.resolve("wholesale");
  const [progress, ratings, average] = await Promise.all([
    progressOf(container, order.order_id, lines),
    deliveries.ratings(order),
    by.side === "buyer" ? deliveries.averageOf(order.cooperative_id, facts.today) : null,
  ]);
  const own = ratings.find((one) => one.by === by.side);
  const other = ratings.find((one) => one.by !== by.side);
  const shown = showsOther({ own: own !== undefined, window: facts.window }) ? other : undefined;
  return {
    delivery: {
      progress,
      inspection: {
        standing: facts.standing,
        days: facts.term.days,
        release: facts.term.release,
        delivered_at: facts.delivered_at?.toISOString() ?? null,
        last_day: facts.delivered_on === null ? null : inspectBy(facts.delivered_on, facts.term.days),
        accepted_at: order.accepted_at?.toISOString() ?? null,
        words: order.accepted_words,
        open_claims: facts.claims.open,
      },
      rating: {
        window: facts.window,
        own: own ? ratingFields(own) : null,
        other: shown ? ratingFields(shown) : null,
        average,
      },
    },
  };
}

const ratingFields = ({ stars, words, at }: { stars: number; words: string; at: Date }) => ({
  stars,
  words,
  at: at.toISOString(),
});

/** The company takes the goods as they came. An open claim is decided first: what is wrong and what is right are not said at once. */
export async function acceptGoods(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  input: { quote_id: string; words: string },
): Promise<void> {
  const order = await mustOrder(container, by, input.quote_id);
  if (order.accepted_at !== null) return;
  const { standing, delivered_at } = await factsOf(container, order);
  if (standing === "nothing_comes")
    refuseWith(
      "nothing_comes",
      "All of these goods fell short: nothing comes that could be accepted. Nothing was changed.",
    );
  if (standing === "not_delivered" || delivered_at === null)
    refuseWith("not_delivered_yet", "The goods have not all arrived. Accept them when they have.");
  if (standing === "claimed")
    refuseWith("claim_waits", "A claim about these goods waits to be decided. Accept them when it is.");
  const settlement: SettlementService = container.resolve("settlement");
  const { deliveries }: WholesaleService = container.resolve("wholesale");
  const hold_days = await settlement.holdDaysOfOrder(order.order_id);
  // Of an order of several cooperatives the money waits where one of them has agreed to it.
  const release = (await deliveries.ofOrder(order.order_id))?.term?.release;
  await deliveries.accept({
    order,
    person: by.id,
    words: input.words,
    post_at: release === "inspection" ? new Date(delivered_at.getTime() + hold_days * DAY_MS) : null,
  });
}

/** How one side found the other: after the inspection, once, within its days. */
export async function rateDelivery(
  container: MedusaContainer,
  by: QuoteActor,
  input: { quote_id: string; stars: number; words: string },
): Promise<void> {
  const order = await mustOrder(container, by, input.quote_id);
  const { window, ended_on, open_until } = await factsOf(container, order);
  if (window === "not_yet" || ended_on === null || open_until === null)
    refuseWith("rating_too_early", "Rate when the goods were accepted, or the days for looking at them are over.");
  if (window === "over") refuseWith("rating_over", "These goods can be rated no more: the days for it are over.");
  const { deliveries }: WholesaleService = container.resolve("wholesale");
  const { stars, words } = input;
  valueOf(await deliveries.rate(order, { by: by.side, person: by.id, stars, words, open_until }));
}

/** The page of the order as its buyer opens it: parcels, claims with photos, papers. For whoever acts for the company. */
export async function orderPage(
  container: MedusaContainer,
  by: QuoteActor & { side: "buyer" },
  input: { quote_id: string; language: "zh" | "en" },
): Promise<string> {
  const order = await mustOrder(container, by, input.quote_id);
  return buyersLink(order.order_id, input.language, new Date());
}

/** So many days a company has for claims about what this cooperative sent of its order; undefined: no company's. */
export async function daysForClaims(
  container: MedusaContainer,
  parcel: { order_id: string; cooperative_id: string },
): Promise<number | undefined> {
  const { deliveries }: WholesaleService = container.resolve("wholesale");
  return (await deliveries.ofOrder(parcel.order_id, parcel.cooperative_id))?.term?.days;
}

async function orderOf(
  container: MedusaContainer,
  by: QuoteActor,
  quote_id: string,
): Promise<{ whole: WholeQuote; order: DeliveredOrder | undefined }> {
  const { quotes, deliveries }: WholesaleService = container.resolve("wholesale");
  const whole = await quotes.whole(by, quote_id);
  if (!whole) return refuseWith("quote_not_found", "There is no such quote.");
  return { whole, order: await deliveries.ofQuote(quote_id) };
}

async function mustOrder(container: MedusaContainer, by: QuoteActor, quote_id: string): Promise<DeliveredOrder> {
  const { order } = await orderOf(container, by, quote_id);
  return order ?? refuseWith("not_ordered_yet", "This quote has led to no order yet. Nothing was changed.");
}

async function factsOf(container: MedusaContainer, order: DeliveredOrder) {
  const parcels: ParcelService = container.resolve("parcel");
  const [delivered_at, claims] = await Promise.all([
    parcels.deliveredAt(order.order_id),
    parcels.claims.countOf(order.order_id),
  ]);
  const today = dayIn(HOME_TZ, new Date());
  const delivered_on = delivered_at === null ? null : dayIn(HOME_TZ, delivered_at);
  const term = order.term ?? DEFAULT_INSPECTION;
  const accepted = order.accepted_at !== null;
  const nothing_comes =
    delivered_at === null &&
    (await nothingComesOf(container.resolve(ContainerRegistrationKeys.PG_CONNECTION), [order.order_id])).size > 0;
  const standing = deliveryStanding({ delivered_on, nothing_comes, days: term.days, accepted, claims, today });
  const last = delivered_on === null ? null : inspectBy(delivered_on, term.days);
  const ended_on = !OVER.has(standing) ? null : order.accepted_at ? dayIn(HOME_TZ, order.accepted_at) : last;
  const window = ratingWindow(ended_on, today);
  const open_until = ended_on === null ? null : inspectBy(ended_on, RATING_DAYS);
  return { delivered_at, delivered_on, claims, term, standing, today, ended_on, window, open_until };
}

/** By unit: what was ordered, what lots cover it, and what of it has left. However many addressees it goes to. */
async function progressOf(container: MedusaContainer, order_id: string, lines: readonly QuoteLine[]) {
  const pools: PoolService = container.resolve("pool");
  const covered = await pools.coverageOfOrder(order_id);
  return (["g", "piece"] as const).flatMap((unit) => {
    const wanted = lines
      .filter((line) => line.unit === unit)
      .reduce((sum, line) => sum + line.packs * line.units_per_pack, 0);
    if (wanted === 0) return [];
    const { units = 0, lots = 0, households = 0, sent = 0 } = covered.find((one) => one.unit === unit) ?? {};
    return [{ unit, wanted, covered: units, lots, households, sent }];
  });
}
