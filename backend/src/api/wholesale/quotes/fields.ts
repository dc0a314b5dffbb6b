import type { MedusaContainer } from "@medusajs/framework/types";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { turnOf, type QuoteHold, type Refusal, type Result } from "@commonlot/domain";
import type { TruckRun } from "../../../lib/delivery-note-facts";
import { nothingComesOf } from "../../../lib/nothing-comes";
import { orderKey } from "../../../lib/order-key";
import type CooperativeService from "../../../modules/cooperative/service";
import type PoolService from "../../../modules/pool/service";
import type SettlementService from "../../../modules/settlement/service";
import {
  totalOf,
  type Quote,
  type QuoteActor,
  type QuoteVersion,
  type TruckPlan,
} from "../../../modules/wholesale/quotes/quote-types";
import { GIVEN_BACK } from "../../../modules/wholesale/companies/company-orders";
import { beingPaid } from "../../../workflows/wholesale/quote-give-back";
import { readFreightGap, type FreightGapRead } from "../../../workflows/wholesale/freight-gap";
import type { CarriageView } from "../../../workflows/wholesale/quote-carriage";
import { dryRunFields } from "../addressee-sheets/fields";
import type { ListedQuote, WholeQuote } from "../../../modules/wholesale/quotes/quote-reading";
import type { OfferedSample } from "../../../modules/wholesale/samples/sample-types";
import type WholesaleService from "../../../modules/wholesale/service";
import { hadFields } from "../../../workflows/wholesale/sample-page";
import { samplesOf } from "../../../workflows/wholesale/samples";

// Quotes as both sides are answered: minor units as numbers. Of the other side's people no names.

export async function quoteRows(container: MedusaContainer, found: readonly ListedQuote[], by: QuoteActor) {
  const { proformas }: SettlementService = container.resolve("settlement");
  const buyer = by.side === "buyer";
  const carts = buyer ? found.flatMap((one) => one.cart_id ?? []) : [];
  const [names, papers, approval, short] = await Promise.all([
    cooperativeNames(container, found),
    proformas.standing(carts),
    approvalsIn(container, found, by),
    nothingComesOf(
      container.resolve(ContainerRegistrationKeys.PG_CONNECTION),
      found.flatMap((one) => one.order_id ?? []),
    ),
  ]);
  return found.map(({ company, order_id, over_words, unread, ...quote }) => ({
    ...headOf(quote),
    company,
    /** The other side has written what this side has not read. */
    unread,
    /** An approver of the company decides first: whether whoever asks could. */
    approval: approval(quote.id),
    /** Of an accepted quote whose order is over. */
    over: over_words === null ? null : overAs(over_words),
    cooperative: names(quote.cooperative_id),
    /** What its acceptance led to. */
    order_id,
    /** All of that order fell short. */
    nothing_comes: order_id !== null && short.has(order_id),
    /** For the company alone. */
    proforma_id: (buyer && papers.get(quote.id)) || null,
  }));
}

/** What an order that is over says of itself. */
export function overAs(words: string): "given_back" | "unpaid" | "order_cancelled" {
  return words === GIVEN_BACK ? "given_back" : words === "unpaid" ? "unpaid" : "order_cancelled";
}

/** By quote: whether an approver's word is waited for, and whether it may be this person's. */
async function approvalsIn(container: MedusaContainer, found: readonly ListedQuote[], by: QuoteActor) {
  const { approvals, companies, members }: WholesaleService = container.resolve("wholesale");
  const waiting = await approvals.waiting(found.flatMap((one) => (one.ended_at === null ? [one.id] : [])));
  const [company, member] =
    by.side === "seller" || waiting.size === 0
      ? []
      : await Promise.all([companies.one(by.company_id), members.of(by.id)]);
  const mine = company && member ? await approvals.ableFor(company, member, waiting) : new Set<string>();
  return (id: string): "yours" | "theirs" | null => (!waiting.has(id) ? null : mine.has(id) ? "yours" : "theirs");
}

/** One quote whole, for one side of it. `buys`: who asks buys for the company. */
export async function quoteFields(container: MedusaContainer, whole: WholeQuote, by: QuoteActor, buys = false) {
  const { quote, versions, messages, events, orders } = whole;
  const wholesale: WholesaleService = container.resolve("wholesale");
  const pools: PoolService = container.resolve("pool");
  const variant_ids = (versions.at(-1)?.lines ?? []).map((line) => line.variant_id);
  const { company_id, cooperative_id } = quote;
  const [names, company, holds, members, addresses, joint, addressees, samples, offers, freight] = await Promise.all([
    cooperativeNames(container, [quote]),
    wholesale.companies.one(quote.company_id),
    pools.quoteHolds.of([quote.id]),
    wholesale.members.all(quote.company_id),
    quote.address_id === null ? [] : wholesale.addresses.of(quote.company_id),
    quote.joint_id === null ? undefined : wholesale.joints.partOf(quote.joint_id),
    quote.addressee_list_id === null ? undefined : wholesale.addresseesCounted(quote.addressee_list_id),
    samplesOf(container, { company_id, cooperative_id, variant_ids }),
    buys && quote.sample_variant_id === null
      ? wholesale.sampleOffers.of(variant_ids)
      : new Map<string, OfferedSample>(),
    quote.state === "accepted" ? readFreightGap(container, whole) : null,
  ]);
  const waits = orders.find((one) => one.state === "awaiting_approval");
  const waiting = waits && (await wholesale.approvals.waiting([quote.id])).get(quote.id);
  const able =
    by.side === "buyer" && company && waiting ? await wholesale.approvals.able(company, members, waiting) : [];
  const placed = orders.find((one) => one.state === "placed");
  const being_ordered =
    quote.cart_id !== null && placed?.order_id === null && (await beingPaid(container, quote.cart_id));
  // Of who has left and asked to be forgotten it is empty: screens say "a former member".
  const person = new Map(members.map((one) => [one.member_id, one.name]));
  const own = (side: string, id: string | null) =>
    by.side === side && side === "buyer" ? (person.get(id ?? "") ?? null) : null;
  return {
    ...headOf(quote),
    company: company?.name ?? "",
    cooperative: names(quote.cooperative_id),
    address: addresses.find((one) => one.id === quote.address_id) ?? null,
    addressee_list_id: quote.addressee_list_id,
    /** Of what it is a part; at the desk only how many cooperatives are. */
    joint: joint ? { ...joint, id: by.side === "buyer" ? joint.id : null } : null,
    /** Samples of these packs that this company has had of this cooperative. */
    samples: samples.filter((one) => one.quote_id !== quote.id).map(hadFields),
    /** Of which packs a sample may be asked for first, by who buys. */
    sample_offers: [...offers.values()].filter((one) => one.offered).map((one) => one.variant_id),
    /** To how many it goes, where it goes to a list; who they are is the company's. */
    addressees: addressees ?? null,
    being_accepted: quote.accepting_at !== null,
    /** Its payment is there or on its way, and its order is not noted yet. */
    being_ordered,
    held: heldFields(holds.get(quote.id)),
    versions: versions.map((version) => ({ ...versionFields(version), person: own(version.by, version.person) })),
    messages: messages.map((one) => ({
      id: one.id,
      by: one.by,
      person: own(one.by, one.person),
      words: one.words,
      at: one.at.toISOString(),
    })),
    events: events.map((one) => ({
      at: one.at.toISOString(),
      by: one.by,
      person: own(one.by, one.person),
      act: one.act,
      version: one.version,
      // Why an approver said no is between the company's own people.
      words: one.act === "declined" && by.side === "seller" ? "" : one.words,
    })),
    orders: orders.map((one) => ({
      version: one.version,
      state: one.state,
      person: own("buyer", one.member_id),
      /** Whoever wants it approved can't approve it. */
      own: by.side === "buyer" && one.member_id === by.id,
      /** Those whose own limits allow it now. */
      approvers: one === waits ? able.map((id) => person.get(id) ?? "") : [],
      /** Whether whoever asks is one of them. */
      may_approve: one === waits && able.includes(by.id),
      words: by.side === "buyer" ? one.words : "",
      over: one.state === "cancelled" && one.cart_id !== null ? overAs(one.words) : null,
      total_minor: Number(one.total_minor),
      order_id: one.order_id,
      /** Opens the order's page as its buyer's: to report a parcel, or to cancel. */
      order_key: buys && one.order_id !== null ? orderKey(one.order_id, new Date()) : null,
    })),
    /** What its freight turned out to be: as it is planned, then as it was settled. Null before there is a plan. */
    freight: freight && freightFields(freight),
    /** Where it is paid; for the company alone. */
    cart_id: by.side === "buyer" ? quote.cart_id : null,
  };
}

function freightFields({ settled, at, ...gap }: FreightGapRead) {
  const { quoted_minor, planned_minor, back_minor, ask_minor, above_minor, cooperative_minor } = gap;
  const minor = { quoted_minor, planned_minor, back_minor, ask_minor, above_minor, cooperative_minor };
  return {
    settled,
    at: at?.toISOString() ?? null,
    ...(Object.fromEntries(Object.entries(minor).map(([name, of]) => [name, Number(of)])) as Record<
      keyof typeof minor,
      number
    >),
    no_account: gap.no_account,
    refund_state: gap.refund_state,
    /** What asks for the buyer's part, and for what is above the cap once they agreed to it. */
    proforma_id: gap.proforma_id,
    agreed_proforma_id: gap.agreed_proforma_id,
  };
}

export function headOf(quote: Quote) {
  return {
    id: quote.id,
    number: quote.number,
    state: quote.state,
    turn: turnOf(quote.state),
    version: quote.version,
    by: quote.by,
    currency: quote.currency,
    wanted_on: quote.wanted_on,
    priority: quote.priority,
    expires_at: quote.expires_at.toISOString(),
    goods_gone: quote.goods_gone_at !== null,
    /** Of a call-off: the agreement whose prices it has. */
    agreement_id: quote.agreement_id,
    /** A sample of a pack, at what its cooperative has said. */
    sample: quote.sample_variant_id !== null,
    created_at: quote.created_at.toISOString(),
  };
}

export function versionFields(version: QuoteVersion) {
  const { freight_minor, lines, expires_at, created_at, person: _, truck, ...rest } = version;
  return {
    ...rest,
    freight_minor: freight_minor === null ? null : Number(freight_minor),
    ship_by: truck ? "truck" : "parcels",
    truck: truck ? truckFields(truck) : null,
    lines: lines.map(({ price_minor, ...line }) => ({
      ...line,
      price_minor: price_minor === null ? null : Number(price_minor),
    })),
    total_minor: lines.every((line) => line.price_minor !== null) ? Number(totalOf(version)) : null,
    expires_at: expires_at.toISOString(),
    created_at: created_at.toISOString(),
  };
}

function truckFields({ freight_minor, ...truck }: TruckPlan) {
  return { ...truck, freight_minor: Number(freight_minor) };
}

/** Each way with what it costs, or with the sentence why it can't be; or one sentence, where nothing can be worked out. */
export function carriageFields(compared: Result<CarriageView, Refusal>) {
  if (!compared.ok)
    return { refusal: whyNot(compared.refusal), currency: null, parcels: null, addressees: null, trucks: [] };
  const { currency, parcels, addressees, trucks } = compared.value;
  return {
    refusal: null,
    currency,
    parcels: parcels.ok
      ? { ...parcels.value, freight_minor: Number(parcels.value.freight_minor), refusal: null }
      : { refusal: whyNot(parcels.refusal) },
    addressees: addressees === null ? null : dryRunFields(addressees),
    trucks: trucks.map(({ rate_id, name, carriage }) =>
      carriage.ok
        ? { ...truckFields(carriage.value), refusal: null }
        : { rate_id, name, refusal: whyNot(carriage.refusal) },
    ),
  };
}

const whyNot = ({ reason, message }: Refusal) => ({ code: reason, message });

/** A truck's run, without who receives it: that is on the note. */
export function noteFields(run: TruckRun) {
  const { handover_id, order_id, number, driver, plate, left_at, cartons, gross_g } = run;
  return { handover_id, order_id, number, driver, plate, left_at: left_at.toISOString(), cartons, gross_g };
}

export function heldFields(hold: QuoteHold | undefined) {
  if (hold?.state !== "soft" || hold.expires_at <= new Date()) return null;
  return { until: hold.expires_at.toISOString(), units: Object.fromEntries(hold.units) };
}

export async function cooperativeNames(container: MedusaContainer, of: readonly { cooperative_id: string }[]) {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const found = await cooperatives.cooperatives([...new Set(of.map((one) => one.cooperative_id))]);
  const names = new Map(found.map((one) => [one.id, { zh: one.name_zh, en: one.name_en }]));
  return (id: string) => names.get(id) ?? null;
}
