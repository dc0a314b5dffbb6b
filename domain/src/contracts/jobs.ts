import { z } from "zod";
import { ORDER_NOTICES } from "../notice/order-notice";
import { PREORDER_MAILS } from "../notice/preorder-mail";
import { AGENT_MAILS } from "../notice/agent-mail";
import { AGREEMENT_MAILS } from "../notice/agreement-mail";
import { QUOTE_MAILS } from "../notice/quote-mail";
import { TRANSFER_MAILS } from "../notice/transfer-mail";
import { HOUSEHOLD_ACTS } from "../people/acts";
import { parseInput } from "../shared/parse";
import { ok, refuse, type Refusal, type Result } from "../shared/result";

// What backend and workers agree on: each job's name, its queue and its payload. Payloads hold ids only, so that
// a job reads the truth when it runs, and a queue that leaks or is replayed says nothing about people or money.

/** Longest id we accept: ours are about 30 characters, Stripe's up to 66; more is not an id. */
export const MAX_JOB_ID_LENGTH = 128;

/** Ids listed in one payload: more belong in a row that the payload names. */
const MAX_IDS = 100;

const id = z
  .string()
  .min(1)
  .max(MAX_JOB_ID_LENGTH)
  .regex(/^[A-Za-z0-9_.:-]+$/, "an id has only letters, digits and _ . : -");

export type QueueName = "stock" | "money" | "parcels" | "notices" | "upkeep";

/** Job name -> the queue it runs on and the schema of its payload. */
export const JOBS = {
  allocate: { queue: "stock", schema: z.strictObject({ order_id: id }) },
  reconcile: { queue: "stock", schema: z.strictObject({ cart_id: id }) },
  "cancel-order": { queue: "money", schema: z.strictObject({ order_id: id }) },
  short: { queue: "stock", schema: z.strictObject({ short_id: id }) },
  claim: { queue: "stock", schema: z.strictObject({ claim_id: id }) },
  mirror: { queue: "stock", schema: z.strictObject({ pool_id: id }) },
  capture: { queue: "money", schema: z.strictObject({ order_id: id }) },
  post: { queue: "money", schema: z.strictObject({ order_id: id }) },
  settle: { queue: "money", schema: z.strictObject({ period_id: id }) },
  /** What a household gets ahead on a lot whose price is the average of a period. */
  advance: { queue: "money", schema: z.strictObject({ lot_id: id }) },
  /** What a stock-taking found missing and the cooperative bears: its households are owed it. */
  "stock-loss": { queue: "money", schema: z.strictObject({ stocktake_id: id }) },
  pay: { queue: "money", schema: z.strictObject({ payout_id: id }) },
  /** Takes a transfer back that was wrong. */
  "reverse-payout": { queue: "money", schema: z.strictObject({ reversal_id: id }) },
  "bank-file": { queue: "money", schema: z.strictObject({ batch_id: id }) },
  /** Tells a household that the bank has not paid it, and why. */
  "payout-notice": { queue: "notices", schema: z.strictObject({ payout_id: id }) },
  /** The statements of an approved period, told to their households. */
  "statement-notices": { queue: "notices", schema: z.strictObject({ period_id: id }) },
  /** Tells a household that it was paid. */
  "paid-notice": { queue: "notices", schema: z.strictObject({ payout_id: id }) },
  /** The rows of an approved period on the money boards of its villages. */
  "money-board": { queue: "money", schema: z.strictObject({ period_id: id }) },
  /** A simulation or dry run that is too large to wait for. */
  trial: { queue: "parcels", schema: z.strictObject({ trial_id: id }) },
  "print-money": { queue: "parcels", schema: z.strictObject({ paper_id: id }) },
  /** The cycle of an order is over: its price difference goes back and it is let go to be packed, or all of it goes back. */
  "cycle-order": { queue: "money", schema: z.strictObject({ order_id: id }) },
  "void-payment": { queue: "money", schema: z.strictObject({ payment_session_id: id }) },
  refund: { queue: "money", schema: z.strictObject({ refund_intent_id: id }) },
  "stripe-event": { queue: "money", schema: z.strictObject({ event_id: id }) },
  "plan-parcels": { queue: "parcels", schema: z.strictObject({ order_id: id }) },
  /** A range of an order's parcels, of a plan that is stored. */
  "write-parcels": { queue: "parcels", schema: z.strictObject({ chunk_id: id }) },
  "refit-parcels": { queue: "parcels", schema: z.strictObject({ swap_id: id }) },
  "print-cards": { queue: "parcels", schema: z.strictObject({ sheet_id: id }) },
  /**
   * All labels of an order; with `parcel_ids` those alone: a label that was replaced, parcels that were regrouped. `only_new`: of
   * parcels that have none yet; labels that are on a box stay valid.
   */
  "print-labels": {
    queue: "parcels",
    schema: z.strictObject({
      order_id: id,
      parcel_ids: z.array(id).min(1).max(MAX_IDS).optional(),
      only_new: z.literal(true).optional(),
    }),
  },
  "print-papers": { queue: "parcels", schema: z.strictObject({ paper_id: id }) },
  ship: { queue: "stock", schema: z.strictObject({ handover_id: id }) },
  /** All bookings of a handover; one booking by itself is a batch. */
  "book-parcels": { queue: "parcels", schema: z.strictObject({ handover_id: id }) },
  "book-batch": { queue: "parcels", schema: z.strictObject({ booking_id: id }) },
  "cancel-bookings": { queue: "parcels", schema: z.strictObject({ cancel_id: id }) },
  /** The labels that a carrier makes for the parcels of a booking. */
  "fetch-labels": { queue: "parcels", schema: z.strictObject({ booking_id: id }) },
  /** Has a courier come, or calls one off: what the pick-up's row says. */
  "order-pickup": { queue: "parcels", schema: z.strictObject({ pickup_id: id }) },
  "close-manifest": { queue: "parcels", schema: z.strictObject({ manifest_id: id }) },
  /** What of an order has left, and what is known since of one of its handovers; of all of them when none is named. */
  fulfil: { queue: "parcels", schema: z.strictObject({ order_id: id, handover_id: id.optional() }) },
  "carrier-event": { queue: "parcels", schema: z.strictObject({ event_id: id }) },
  track: { queue: "parcels", schema: z.strictObject({ parcel_id: id }) },
  notify: { queue: "notices", schema: z.strictObject({ notice_id: id }) },
  "send-code": { queue: "notices", schema: z.strictObject({ code_id: id }) },
  /** Blanks what may go of a buyer who asked to be forgotten. */
  "erase-buyer": { queue: "upkeep", schema: z.strictObject({ customer_id: id }) },
  "sms-reply": { queue: "notices", schema: z.strictObject({ event_id: id }) },
  "send-invite": { queue: "notices", schema: z.strictObject({ invite_id: id }) },
  /** A mail to somebody of a company that buys in bulk: an invitation, or what was decided about it. */
  "company-mail": { queue: "notices", schema: z.strictObject({ mail_id: id }) },
  /** The SMS receipt of a lot, of a signed correction, of an answered objection. */
  receipt: { queue: "notices", schema: z.strictObject({ lot_id: id }) },
  "correction-notice": { queue: "notices", schema: z.strictObject({ correction_id: id }) },
  "objection-notice": { queue: "notices", schema: z.strictObject({ objection_id: id }) },
  /** What a relative did for a household in another room: written into the household's log. */
  "household-act": {
    queue: "notices",
    schema: z.strictObject({ household_id: id, delegate_id: id, act: z.enum(HOUSEHOLD_ACTS), subject_id: id }),
  },
  /** The entries that take a recall's lots out of their orders: works out those nobody has looked at yet. */
  "take-out": { queue: "stock", schema: z.strictObject({ recall_id: id }) },
  "recall-notices": { queue: "notices", schema: z.strictObject({ recall_id: id }) },
  /** What a buyer finds of these products, pools or villages has changed: their rows of the search index are written anew. */
  "index-shop": {
    queue: "upkeep",
    schema: z.strictObject({ kind: z.enum(["product", "pool", "village"]), ids: z.array(id).min(1).max(MAX_IDS) }),
  },
  /** A mail that asks whether somebody wants to be told when goods open. */
  "season-question": { queue: "notices", schema: z.strictObject({ subscription_id: id }) },
  /** Goods opened: the mails of a range of those who wait for it, those behind `after`. */
  "season-mails": { queue: "notices", schema: z.strictObject({ opening_id: id, after: id.optional() }) },
  /** A mail about a pre-order: the question whether it was meant, that its goods are there, how it ended. */
  "preorder-mail": { queue: "notices", schema: z.strictObject({ preorder_id: id, about: z.enum(PREORDER_MAILS) }) },
  /** A pool had less than it promised, and a quote gave its goods up: the quote says so, and both sides are told. */
  "quote-gave-way": { queue: "notices", schema: z.strictObject({ quote_id: id }) },
  /** A quote has ended without an order: what it held is free. */
  "end-quote": { queue: "stock", schema: z.strictObject({ quote_id: id }) },
  /** Takes an acceptance up that was cut off. */
  "accept-quote": { queue: "stock", schema: z.strictObject({ quote_id: id }) },
  /** A mail about a quote to whoever has to know, once each. */
  "quote-mail": { queue: "notices", schema: z.strictObject({ quote_id: id, about: z.enum(QUOTE_MAILS) }) },
  /** A mail about an agreement to one side of it, or to both, once each. */
  "agreement-mail": {
    queue: "notices",
    schema: z.strictObject({
      agreement_id: id,
      about: z.enum(AGREEMENT_MAILS),
      to: z.enum(["buyer", "seller", "both"]),
      /** Of what waits: the call-off. */
      quote_id: id.optional(),
    }),
  },
  /** Reads a sheet of addressees that is too large to wait for: goes on behind the last line that was read. */
  "read-addressees": { queue: "parcels", schema: z.strictObject({ sheet_id: id }) },
  /** All the money of a proforma has come: its cart becomes the order. */
  "transfer-paid": { queue: "stock", schema: z.strictObject({ proforma_id: id }) },
  /** A mail to an agent about their commission: `earned` of an order, what else of a statement of commission. */
  "agent-mail": { queue: "notices", schema: z.strictObject({ subject_id: id, about: z.enum(AGENT_MAILS) }) },
  /** A mail about a transfer to whoever has to know, once each. */
  "transfer-mail": { queue: "notices", schema: z.strictObject({ proforma_id: id, about: z.enum(TRANSFER_MAILS) }) },
  /** An order stands, parcels of it have left, or it is cancelled: its buyer is told. */
  "order-notice": { queue: "notices", schema: z.strictObject({ order_id: id, about: z.enum(ORDER_NOTICES) }) },
  /** Goods stand at a pick-up point: their buyer is told. */
  "pickup-notice": { queue: "notices", schema: z.strictObject({ point_order_id: id }) },
  /** Published thanks of a buyer, told to the households whose goods they had. */
  "thanks-notices": { queue: "notices", schema: z.strictObject({ thanks_id: id }) },
  /** Pictures of a product have changed: Medusa is told. */
  "show-pictures": { queue: "upkeep", schema: z.strictObject({ product_id: id }) },
  /** A certificate was withdrawn by this person: its papers are shown no more. */
  "hide-pictures": {
    queue: "upkeep",
    schema: z.strictObject({ kind: z.enum(["certificate"]), of_id: id, person: id }),
  },
  upkeep: { queue: "upkeep", schema: z.strictObject({ task: id }) },
} as const satisfies Record<string, { queue: QueueName; schema: z.ZodType }>;

export type JobName = keyof typeof JOBS;
export type JobPayload<Name extends JobName> = z.output<(typeof JOBS)[Name]["schema"]>;

/** A parsed job; `name` tells which payload it carries. */
export type Job = {
  [Name in JobName]: { readonly name: Name; readonly queue: QueueName; readonly payload: JobPayload<Name> };
}[JobName];

export const JOB_NAMES = Object.keys(JOBS) as JobName[];
export const QUEUE_NAMES: readonly QueueName[] = ["stock", "money", "parcels", "notices", "upkeep"];

/** Whether we have a job of that name. */
export function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}

/** The queue on which a job runs. */
export function queueOf(name: JobName): QueueName {
  return JOBS[name].queue;
}

/**
 * Parses a job on either end of the queue. Refuses an unknown name, a missing or extra key, and anything that is
 * not an id.
 */
export function parseJob(name: string, data: unknown): Result<Job, Refusal<"unknown_job" | "invalid_input">> {
  if (!isJobName(name)) return refuse("unknown_job", `There is no job named "${name}".`, "name");
  const payload = parseInput(JOBS[name].schema, data);
  if (!payload.ok) return payload;
  // The table ties name and schema together; the compiler cannot follow that through an index.
  return ok({ name, queue: JOBS[name].queue, payload: payload.value } as Job);
}

/** As `parseJob`, for a handler that knows its own name: hands back the typed payload. */
export function parseJobPayload<Name extends JobName>(
  name: Name,
  data: unknown,
): Result<JobPayload<Name>, Refusal<"invalid_input">> {
  const payload = parseInput(JOBS[name].schema, data);
  return payload.ok ? ok(payload.value as JobPayload<Name>) : payload;
}
