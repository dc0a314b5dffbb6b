import type { MedusaContainer } from "@medusajs/framework/types";
import type Stripe from "stripe";
import { z } from "zod";
import { DISPUTE_STATES } from "@commonlot/domain";
import type { DisputeSaid } from "../../modules/settlement/disputes";
import type { SeenRefund } from "../../modules/settlement/processor-refunds";
import type SettlementService from "../../modules/settlement/service";
import { stripe } from "../../providers/stripe/client";

/** As the processor sends it; what else is in it is its own. */
const idOf = z.union([z.string(), z.object({ id: z.string() }).transform((one) => one.id)]).nullish();
const disputeSchema = z.object({
  id: z.string(),
  amount: z.int().min(1),
  currency: z.string().length(3),
  charge: idOf,
  payment_intent: idOf,
  reason: z.string().default("general"),
  // A state they invent one day is one that is not decided.
  status: z.enum(DISPUTE_STATES).catch("needs_response"),
  balance_transactions: z.array(z.object({ amount: z.int(), fee: z.int().default(0) })).default([]),
  evidence_details: z.object({ due_by: z.int().nullish() }).nullish(),
});
const chargeSchema = z.object({ payment_intent: idOf });
const refundSchema = z.object({
  id: z.string(),
  status: z.string().nullish(),
  amount: z.int().min(1),
  currency: z.string().length(3),
  payment_intent: idOf,
});
/** Refunds of one payment that are asked for at once. */
const A_PAGE = 100;

interface StoredEvent {
  type: string;
  payload: Record<string, unknown>;
}

/** What of an event concerns money that was taken in already: disputes, and refunds that somebody made at the processor. */
export async function takeStripeFacts(
  container: MedusaContainer,
  event: StoredEvent,
  rail: () => Stripe = stripe,
): Promise<void> {
  const object = (event.payload.data as { object?: unknown } | undefined)?.object;
  const settlement: SettlementService = container.resolve("settlement");
  if (event.type.startsWith("charge.dispute.")) await settlement.disputes.record(disputeSaid(event.type, object));
  else if (event.type === "charge.refunded") await seeRefunds(settlement, object, rail());
  else if (event.type === "refund.failed" || event.type === "refund.updated") await seeUndone(settlement, object);
}

/** One event's part of what is known of a dispute. The event's name says as much as what is in it. */
export function disputeSaid(type: string, object: unknown): DisputeSaid {
  const dispute = disputeSchema.parse(object);
  const moved = dispute.balance_transactions;
  const due = dispute.evidence_details?.due_by;
  return {
    id: dispute.id,
    provider_ref: dispute.payment_intent ?? null,
    charge_ref: dispute.charge ?? null,
    currency: dispute.currency.toUpperCase(),
    amount_minor: BigInt(dispute.amount),
    reason: dispute.reason.slice(0, 100),
    facts: {
      state: dispute.status,
      withdrawn: type === "charge.dispute.funds_withdrawn" || moved.some((one) => one.amount < 0),
      reinstated: type === "charge.dispute.funds_reinstated" || moved.some((one) => one.amount > 0),
      fee_minor: BigInt(moved.reduce((sum, one) => sum + Math.max(one.fee, 0), 0)),
      due_at: due ? new Date(due * 1000).toISOString() : null,
    },
  };
}

/** All refunds of the payment as they stand now; ours carry the id of their intent. */
async function seeRefunds(settlement: SettlementService, object: unknown, rail: Stripe): Promise<void> {
  const { payment_intent } = chargeSchema.parse(object);
  if (!payment_intent) return;
  const seen: SeenRefund[] = [];
  for await (const one of rail.refunds.list({ payment_intent, limit: A_PAGE })) seen.push(...refundSeen(one));
  await settlement.processorRefunds.see(seen);
}

/** What a source of a movement, or of a list, says of a refund that stands; nothing when it is something else, or undone. */
export function refundSeen(source: Stripe.Refund | Stripe.BalanceTransaction["source"]): SeenRefund[] {
  if (!source || typeof source === "string" || source.object !== "refund" || isUndone(source.status)) return [];
  const provider_ref = idOf.parse(source.payment_intent);
  if (!provider_ref) return [];
  return [
    {
      refund_ref: source.id,
      provider_ref,
      currency: source.currency.toUpperCase(),
      amount_minor: BigInt(source.amount),
      intent_id: source.metadata?.refund_intent_id ?? null,
    },
  ];
}

/** A refund that the buyer's bank sent back, or that was called off: there is nothing to book any more. */
async function seeUndone(settlement: SettlementService, object: unknown): Promise<void> {
  const { id, status, amount, currency, payment_intent } = refundSchema.parse(object);
  if (!isUndone(status) || !payment_intent) return;
  await settlement.processorRefunds.undone({
    refund_ref: id,
    provider_ref: payment_intent,
    currency: currency.toUpperCase(),
    amount_minor: BigInt(amount),
  });
}

const isUndone = (status: string | null | undefined): boolean => status === "failed" || status === "canceled";
