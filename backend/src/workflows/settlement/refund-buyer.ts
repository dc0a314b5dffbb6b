import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import type Stripe from "stripe";
import { isByTransfer } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import { valueOf, refuseWith } from "../../lib/refusal";
import type { RefundIntentRow } from "../../modules/settlement/refund";
import type SettlementService from "../../modules/settlement/service";
import { stripe } from "../../providers/stripe/client";
import { railAnswer } from "./rail-answer";

interface RefundInput {
  refund_intent_id: string;
  message_id?: string;
}

/** Refunds of one payment that are looked through for ours: a sale is refunded a handful of times at most. */
const LOOKED_THROUGH = 100;

/**
 * Gives one promised refund back to the buyer, once whatever fails. The intent and its key stand in the database before the
 * call; the refund carries the intent's id and is looked up by it first, so a run that died anywhere is found and adopted.
 * Throws while the outcome is not known: the job tries again. Refused for good is kept with its reason: the money is owed.
 */
export async function refundBuyer(
  container: MedusaContainer,
  input: RefundInput,
  rail: Stripe = stripe(),
): Promise<RefundIntentRow["state"]> {
  const settlement: SettlementService = container.resolve("settlement");
  const intent = await settlement.refundIntent(input.refund_intent_id);
  if (!intent) return refuseWith("refund_not_found", `There is no refund ${input.refund_intent_id}.`);
  if (intent.state !== "intended" && intent.state !== "unknown") return intent.state;
  const known = { refund_intent_id: intent.id, ...(input.message_id ? { message_id: input.message_id } : {}) };

  if (isByTransfer(intent)) {
    // No processor to ask: it waits at the desk, for whoever sends it back.
    valueOf(await settlement.recordRefundOutcome({ ...known, state: "created", refund_ref: `transfer:${intent.id}` }));
    return "created";
  }
  const { data } = await rail.refunds.list({ payment_intent: intent.provider_ref, limit: LOOKED_THROUGH });
  const sent = data.find((refund) => refund.metadata?.refund_intent_id === intent.id);
  if (sent) {
    valueOf(await settlement.recordRefundOutcome({ ...known, state: "created", refund_ref: sent.id }));
    return "created";
  }
  await settlement.markRefundCalled(intent.id);
  killPoint("before_refund");
  try {
    const refund = await rail.refunds.create(
      {
        payment_intent: intent.provider_ref,
        amount: Number(intent.amount_minor),
        metadata: { refund_intent_id: intent.id },
      },
      { idempotencyKey: intent.idempotency_key },
    );
    killPoint("after_refund_before_commit");
    valueOf(await settlement.recordRefundOutcome({ ...known, state: "created", refund_ref: refund.id }));
    return "created";
  } catch (error) {
    const answer = railAnswer(error);
    if (answer.state === "failed") {
      valueOf(await settlement.recordRefundOutcome({ ...known, state: "failed", reason: answer.reason }));
      return "failed";
    }
    if (answer.state === "unknown")
      valueOf(
        await settlement.recordRefundOutcome({ refund_intent_id: intent.id, state: "unknown", reason: answer.reason }),
      );
    throw error;
  }
}

/** No compensation: money given back is given back; a run that did not finish is taken up by its job. */
const refundBuyerStep = createStep("refund-buyer", async (input: RefundInput, { container }) => {
  return new StepResponse(await refundBuyer(container, input));
});

export const refundBuyerWorkflow = createWorkflow("refund-buyer", (input: RefundInput) => {
  return new WorkflowResponse(refundBuyerStep(input));
});
