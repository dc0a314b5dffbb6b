import type { MedusaContainer } from "@medusajs/framework/types";
import { jointStanding } from "@commonlot/domain";
import { orderKey } from "../../../lib/order-key";
import type PoolService from "../../../modules/pool/service";
import type { Member } from "../../../modules/wholesale/companies/company-types";
import type { JointFact, JointQuote, WholeJoint } from "../../../modules/wholesale/joint/joint-types";
import { totalOf, type CompanyOrder, type QuoteVersion } from "../../../modules/wholesale/quotes/quote-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { beingPaid } from "../../../workflows/wholesale/quote-give-back";
import type { SpreadSourceView, SpreadView } from "../../../workflows/wholesale/joint-spread";
import { cooperativeNames, headOf, heldFields, overAs } from "../quotes/fields";

// Joint quotes as the company that buys is answered: minor units as numbers.

export function jointRows(found: readonly JointQuote[], facts: readonly JointFact[]) {
  return found.map((joint) => {
    const parts = facts.filter((part) => part.joint_id === joint.id);
    return { ...jointHead(joint, parts), cooperatives: new Set(parts.map((part) => part.cooperative_id)).size };
  });
}

/** `id`: who asks; `buys`: they buy for the company. */
export async function jointFields(
  container: MedusaContainer,
  { joint, facts, quotes, versions, orders }: WholeJoint,
  { id: reader, buys }: { id: string; buys: boolean },
) {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const [names, holds, members, addresses] = await Promise.all([
    cooperativeNames(container, quotes),
    pools.quoteHolds.of(quotes.map((quote) => quote.id)),
    wholesale.members.all(joint.company_id),
    joint.address_id === null ? [] : wholesale.addresses.of(joint.company_id),
  ]);
  const person = new Map(members.map((one) => [one.member_id, one.name]));
  const cart_id = quotes.find((quote) => quote.cart_id !== null)?.cart_id ?? null;
  const unnoted = orders.some((one) => one.state === "placed" && one.order_id === null);
  const [able, being_ordered] = await Promise.all([
    ableOf(wholesale, joint.company_id, members, orders),
    cart_id !== null && unnoted && beingPaid(container, cart_id),
  ]);
  const fact = new Map(facts.map((part) => [part.quote_id, part]));
  const offered = quotes.filter((quote) => ["offered", "accepted"].includes(quote.state));
  return {
    ...jointHead(joint, facts),
    address: addresses.find((one) => one.id === joint.address_id) ?? null,
    being_accepted: quotes.some((quote) => quote.accepting_at !== null),
    /** Of what is offered, or was accepted. */
    total_minor: Number(offered.reduce((sum, quote) => sum + totalIn(versions.get(quote.id)), 0n)),
    parts: quotes.map((quote) => ({
      ...headOf(quote),
      cooperative: names(quote.cooperative_id),
      packs: fact.get(quote.id)?.packs ?? 0,
      over: overOf(fact.get(quote.id)),
      ...offerFields(versions.get(quote.id)),
      held: heldFields(holds.get(quote.id)),
    })),
    order: orderFields(orders, person, { reader, buys, able }),
    /** Its payment is there or on its way, and its order is not noted yet. */
    being_ordered,
    /** Where it is paid. */
    cart_id,
  };
}

/** Who could let through now what waits of it. */
async function ableOf(
  { approvals, companies }: WholesaleService,
  company_id: string,
  members: readonly Member[],
  orders: readonly CompanyOrder[],
): Promise<string[]> {
  const waits = orders.find((one) => one.state === "awaiting_approval");
  if (!waits) return [];
  const [company, waiting] = await Promise.all([companies.one(company_id), approvals.waiting([waits.quote_id])]);
  const order = waiting.get(waits.quote_id);
  return company && order ? approvals.able(company, members, order) : [];
}

function jointHead(joint: JointQuote, parts: readonly JointFact[]) {
  const { state, standing_packs, missing_packs, ends_at } = jointStanding(joint.packs, parts, new Date());
  const { product_id, variant_id, title, pack, grade, unit, units_per_pack } = joint;
  return {
    id: joint.id,
    number: joint.number,
    currency: joint.currency,
    goods: { product_id, variant_id, title, pack, grade, unit, units_per_pack },
    packs: joint.packs,
    prefer: joint.prefer,
    wanted_on: joint.wanted_on,
    /** Of a call-off of several agreements together. */
    joint_agreement_id: joint.joint_agreement_id,
    created_at: joint.created_at.toISOString(),
    state,
    standing_packs,
    missing_packs,
    /** Of an accepted one: whether it was ordered, and what became of it where its order is over. */
    ordered: parts.some((part) => part.order_id !== null),
    over: overOf(parts.find((part) => part.state === "accepted")),
    /** The clock that ends first. */
    ends_at: ends_at?.toISOString() ?? null,
  };
}

const overOf = (part: JointFact | undefined) => (part?.over_words == null ? null : overAs(part.over_words));

function offerFields(version: QuoteVersion | undefined) {
  const priced = version !== undefined && version.lines.every((line) => line.price_minor !== null);
  return {
    /** Of one pack, where all of the part has one price. */
    price_minor: priced && version.lines.length === 1 ? Number(version.lines[0]?.price_minor ?? 0n) : null,
    freight_minor: version?.freight_minor == null ? null : Number(version.freight_minor),
    freight_term: version?.freight_term ?? null,
    total_minor: priced ? Number(totalOf(version)) : null,
    deliver_on: version?.deliver_on ?? null,
  };
}

const totalIn = (version: QuoteVersion | undefined): bigint => (version ? totalOf(version) : 0n);

/** The order of all parts: asked for in one write, so of one moment, and decided about together. */
function orderFields(
  orders: readonly CompanyOrder[],
  person: ReadonlyMap<string, string>,
  { reader, buys, able }: { reader: string; buys: boolean; able: readonly string[] },
) {
  const [newest] = orders;
  if (!newest) return null;
  const own = orders.filter((one) => one.asked_at.getTime() === newest.asked_at.getTime());
  return {
    state: newest.state,
    person: person.get(newest.member_id) ?? null,
    words: newest.words,
    /** Those whose own limits allow all of it now, and whether whoever asks is one of them. */
    approvers: able.map((id) => person.get(id) ?? ""),
    may_approve: able.includes(reader),
    /** Whoever wants it approved can't approve it. */
    own: newest.member_id === reader,
    over: newest.state === "cancelled" && newest.cart_id !== null ? overAs(newest.words) : null,
    total_minor: Number(own.reduce((sum, one) => sum + one.total_minor, 0n)),
    order_id: newest.order_id,
    /** Opens the order's page as its buyer's: parcels, and the invoice over all of it. */
    order_key: buys && newest.order_id !== null ? orderKey(newest.order_id, new Date()) : null,
  };
}

export function spreadFields({ sources, total_minor, refusal, ...view }: SpreadView) {
  return {
    ...view,
    sources: sources.map(sourceFields),
    total_minor: total_minor === null ? null : Number(total_minor),
    refusal: refusal && { code: refusal.reason, message: refusal.message, details: refusal.details ?? null },
  };
}

function sourceFields({ carriage_minor_per_pack, take, ...source }: SpreadSourceView) {
  return {
    ...source,
    carriage_minor_per_pack: carriage_minor_per_pack === null ? null : Number(carriage_minor_per_pack),
    take: take && {
      packs: take.packs,
      unit_minor: Number(take.unit_minor),
      goods_minor: Number(take.goods_minor),
      carriage_minor: Number(take.carriage_minor),
    },
  };
}
