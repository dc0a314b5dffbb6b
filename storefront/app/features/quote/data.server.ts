import { z } from "zod";
import { both, minor, unit } from "../../lib/shapes";
import { RELEASES } from "../delivery/words";
import { had } from "../samples/schema";
import { truckPlan } from "./truck-plan";
import { ACTS, BEARERS, ORDER_STATES, OVERS, SHOWN, SIDES, STATES, type Shown } from "./words";

// What the backend answers of quotes, to both sides.

const side = z.enum(SIDES);
export const head = z.object({
  id: z.string(),
  number: z.string(),
  state: z.enum(STATES),
  turn: side.nullable(),
  version: z.int(),
  by: side,
  currency: z.string(),
  wanted_on: z.string(),
  priority: z.int(),
  expires_at: z.string(),
  goods_gone: z.boolean(),
  agreement_id: z.string().nullable(),
  sample: z.boolean(),
  created_at: z.string(),
  company: z.string(),
  cooperative: both.nullable(),
});
const listed = head.extend({
  order_id: z.string().nullable(),
  nothing_comes: z.boolean(),
  proforma_id: z.string().nullable(),
  unread: z.boolean(),
  /** What waits for an approver of the company: whether it may be the reader. */
  approval: z.enum(["yours", "theirs"]).nullable(),
  over: z.enum(OVERS).nullable(),
});
export const quotesSchema = z.object({
  quotes: z.array(listed),
  counts: z.object({ open: z.int(), accepted: z.int(), ended: z.int() }),
  next: z.string().nullable(),
});
export type ListedQuote = z.output<typeof listed>;

/** What a list was asked to show: those that stand, where nothing else was chosen. */
export const shownOf = (query: URLSearchParams): Shown => SHOWN.find((one) => one === query.get("show")) ?? "open";

const line = z.object({
  product_id: z.string(),
  variant_id: z.string(),
  pool_id: z.string(),
  title: both,
  pack: both,
  grade: z.string(),
  unit,
  units_per_pack: z.number(),
  packs: z.int(),
  price_minor: minor.nullable(),
});
export type QuoteLine = z.output<typeof line>;

export const freightTerm = z.object({
  bearer: z.enum(BEARERS),
  buyer_bp: z.int().optional(),
  /** Of the freight quoted, what the buyer may be asked for; none where the cooperative bears it all. */
  cap_bp: z.int().optional(),
});
export type FreightTerm = z.output<typeof freightTerm>;

/** What the freight turned out to be: as it is planned, then as it was settled. */
const freightGap = z.object({
  settled: z.boolean(),
  at: z.string().nullable(),
  quoted_minor: minor,
  planned_minor: minor,
  back_minor: minor,
  ask_minor: minor,
  above_minor: minor,
  /** Below zero: what the cooperative keeps. */
  cooperative_minor: z.int(),
  no_account: z.boolean(),
  refund_state: z.string().nullable(),
  proforma_id: z.string().nullable(),
  agreed_proforma_id: z.string().nullable(),
});
export type FreightGap = z.output<typeof freightGap>;

const version = z.object({
  version: z.int(),
  by: side,
  person: z.string().nullable(),
  lines: z.array(line),
  freight_minor: minor.nullable(),
  freight_term: freightTerm.nullable(),
  deliver_on: z.string().nullable(),
  terms: z
    .object({
      kind: z.enum(["prepay", "deposit", "net"]),
      deposit_bp: z.int().optional(),
      net_days: z.int().optional(),
      balance: z.union([z.literal("before_dispatch"), z.object({ net_days: z.int() })]).optional(),
    })
    .nullable(),
  ship_by: z.enum(["parcels", "truck"]),
  truck: truckPlan.nullable(),
  inspection: z.object({ days: z.int(), release: z.enum(RELEASES) }).nullable(),
  words: z.string(),
  total_minor: minor.nullable(),
  expires_at: z.string(),
  created_at: z.string(),
});
export type QuoteVersion = z.output<typeof version>;

const quote = head.extend({
  address: z
    .object({ name: z.string(), phone: z.string(), province: z.string(), city: z.string(), address: z.string() })
    .nullable(),
  addressee_list_id: z.string().nullable(),
  /** The joint quote that it is a part of; at the desk without its id. */
  joint: z.object({ id: z.string().nullable(), number: z.string(), cooperatives: z.int() }).nullable(),
  addressees: z.int().nullable(),
  /** Samples of its packs that the company has had, and of which packs one may be asked for. */
  samples: z.array(had),
  sample_offers: z.array(z.string()),
  being_accepted: z.boolean(),
  /** Its payment is there or on its way, and its order is not noted yet. */
  being_ordered: z.boolean(),
  held: z.object({ until: z.string(), units: z.record(z.string(), z.number()) }).nullable(),
  versions: z.array(version),
  messages: z.array(
    z.object({ id: z.string(), by: side, person: z.string().nullable(), words: z.string(), at: z.string() }),
  ),
  events: z.array(
    z.object({
      at: z.string(),
      by: z.enum([...SIDES, "system"]),
      person: z.string().nullable(),
      act: z.enum(ACTS),
      version: z.int().nullable(),
      words: z.string(),
    }),
  ),
  orders: z.array(
    z.object({
      version: z.int(),
      state: z.enum(ORDER_STATES),
      person: z.string().nullable(),
      own: z.boolean(),
      approvers: z.array(z.string()),
      may_approve: z.boolean(),
      over: z.enum(OVERS).nullable(),
      words: z.string(),
      total_minor: minor,
      order_id: z.string().nullable(),
      order_key: z.string().nullable(),
    }),
  ),
  freight: freightGap.nullable(),
  cart_id: z.string().nullable(),
});
export const quoteSchema = z.object({ quote });
export type Quote = z.output<typeof quote>;

export const deskQuoteSchema = z.object({
  quote,
  /** What the company pays for what it asks for. */
  company_prices: z.array(z.object({ variant_id: z.string(), price_minor: minor })),
  /** As the cooperative offered last: what stands in the form where nothing was offered yet. */
  usual_freight_term: freightTerm.nullable(),
  pools: z.array(z.object({ pool_id: z.string(), free_units: z.number(), expected_units: z.number() })),
});

export const acceptedSchema = z.object({
  state: z.enum(["awaiting_approval", "accepted", "declined"]),
  cart_id: z.string().optional(),
});
export const madeSchema = z.object({ quotes: z.array(z.object({ id: z.string() })) });

/** Whole days until a moment; 0 on its last day, below zero when it is over. */
export function daysUntil(moment: string, now = Date.now()): number {
  return Math.floor((Date.parse(moment) - now) / 86_400_000);
}
