import type Stripe from "stripe";
import { refused } from "../errors.js";
import { emit } from "../events.js";
import { lockBalances, post } from "../ledger.js";
import { optText } from "../params.js";
import { idFor, insert, load, page, save } from "../store.js";
import { ok, type Ctx, type Route } from "../types.js";

export const disputeRoutes: Route[] = [
  { method: "GET", path: "/disputes", handle: listAll },
  { method: "GET", path: "/disputes/:id", handle: retrieve },
];

const EVIDENCE_DAYS_S = 7 * 86_400;
/** Kept for a dispute: minor units. */
const DISPUTE_FEE = 1_500;

async function listAll(ctx: Ctx) {
  const filters = { charge: optText(ctx.params, "charge"), payment_intent: optText(ctx.params, "payment_intent") };
  return ok(await page(ctx, "dispute", "/v1/disputes", filters));
}

async function retrieve(ctx: Ctx) {
  return ok((await load(ctx, "dispute", ctx.path.id ?? "", { param: "dispute" })).body);
}

/** The buyer's bank takes the money back. `amount` null: all that is not refunded. */
export async function openDispute(
  ctx: Ctx,
  chargeId: string,
  amount: number | null,
  reason: string,
): Promise<Stripe.Dispute> {
  const charge = await load(ctx, "charge", chargeId, { lock: true, param: "charge" });
  const { body } = charge;
  const left = body.amount - body.amount_refunded;
  const value = amount ?? left;
  if (!body.captured || body.disputed || value < 1 || value > left) {
    throw refused(`Charge ${chargeId} cannot be disputed for ${value}: ${left} are left, disputed: ${body.disputed}.`);
  }
  const id = idFor(ctx, "dispute");
  await lockBalances(ctx, body.currency, [ctx.account]);
  const withdrawal = await post(ctx, {
    account: ctx.account,
    currency: body.currency,
    amount: -value,
    fee: DISPUTE_FEE,
    type: "adjustment",
    reporting_category: "dispute",
    source: id,
    description: `Chargeback withdrawal for ${chargeId}`,
    available_on: ctx.now,
  });
  const dispute = {
    id,
    object: "dispute" as const,
    amount: value,
    balance_transactions: [await transaction(ctx, withdrawal)],
    charge: chargeId,
    created: ctx.now,
    currency: body.currency,
    enhanced_eligibility_types: [],
    evidence: {} as Stripe.Dispute["evidence"],
    evidence_details: {
      due_by: ctx.now + EVIDENCE_DAYS_S,
      enhanced_eligibility: {},
      has_evidence: false,
      past_due: false,
      submission_count: 0,
      submission_method: "manual",
    },
    intended_submission_method: null,
    is_charge_refundable: false,
    livemode: false,
    metadata: {},
    payment_intent: body.payment_intent,
    reason,
    status: "needs_response",
  } satisfies Stripe.Dispute;
  await insert(ctx, "dispute", dispute);
  body.disputed = true;
  await save(ctx, "charge", charge);
  await emit(ctx, "charge.dispute.created", dispute);
  await emit(ctx, "charge.dispute.funds_withdrawn", dispute);
  return dispute;
}

/** Evidence was sent: the bank looks at it. */
export async function reviewDispute(ctx: Ctx, id: string): Promise<Stripe.Dispute> {
  const row = await load(ctx, "dispute", id, { lock: true });
  const dispute = row.body;
  if (dispute.status !== "needs_response") return dispute;
  dispute.status = "under_review";
  Object.assign(dispute.evidence_details, { has_evidence: true, submission_count: 1 });
  await save(ctx, "dispute", row);
  await emit(ctx, "charge.dispute.updated", dispute);
  return dispute;
}

async function transaction(ctx: Ctx, id: string): Promise<Stripe.BalanceTransaction> {
  return (await load(ctx, "balance_transaction", id)).body;
}

/** `feeBack`: some accounts get the fee of a dispute back that they have won. */
export async function closeDispute(ctx: Ctx, id: string, won: boolean, feeBack = false): Promise<Stripe.Dispute> {
  const row = await load(ctx, "dispute", id, { lock: true });
  const dispute = row.body;
  if (dispute.status === "won" || dispute.status === "lost") return dispute;
  dispute.status = won ? "won" : "lost";
  if (won) {
    await lockBalances(ctx, dispute.currency, [ctx.account]);
    const back = await post(ctx, {
      account: ctx.account,
      currency: dispute.currency,
      amount: dispute.amount,
      fee: feeBack ? -DISPUTE_FEE : 0,
      type: "adjustment",
      reporting_category: "dispute_reversal",
      source: id,
      available_on: ctx.now,
    });
    dispute.balance_transactions.push(await transaction(ctx, back));
  }
  await save(ctx, "dispute", row);
  await emit(ctx, "charge.dispute.closed", dispute);
  if (won) await emit(ctx, "charge.dispute.funds_reinstated", dispute);
  return dispute;
}
