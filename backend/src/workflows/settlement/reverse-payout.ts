import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import type Stripe from "stripe";
import { killPoint } from "../../lib/kill-point";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { ReversalRow, ReversalState } from "../../modules/settlement/reversals";
import type SettlementService from "../../modules/settlement/service";
import { stripe } from "../../providers/stripe/client";
import { railAnswer } from "./rail-answer";

interface ReverseInput {
  reversal_id: string;
  message_id?: string;
}

/** Reversals of one transfer that are looked through for ours. */
const LOOKED_THROUGH = 100;

/**
 * Takes one transfer back, once whatever fails. The intent and its key stand in the database before the call; the transfer is
 * found by the payout's transfer group, its reversals carry our id and are looked up first. Throws while the outcome is not
 * known: the job tries again. Refused for good (the account no longer holds the money) is kept, for a person.
 */
export async function reversePayout(
  container: MedusaContainer,
  input: ReverseInput,
  rail: Stripe = stripe(),
): Promise<ReversalState> {
  const settlement: SettlementService = container.resolve("settlement");
  const { reversals } = settlement;
  const reversal = await reversals.one(input.reversal_id);
  if (!reversal) return refuseWith("reversal_not_found", `There is no reversal ${input.reversal_id}.`);
  if (reversal.state !== "intended" && reversal.state !== "unknown") return reversal.state;
  const known = { reversal_id: reversal.id, ...(input.message_id ? { message_id: input.message_id } : {}) };

  const sent = await lookUp(rail, reversal);
  if (sent) return valueOf(await reversals.outcome({ ...known, state: "created", provider_ref: sent.id }));
  const intent = await reversals.begin(reversal.id);
  if (!intent) return reversePayout(container, input, rail);
  killPoint("before_reversal");
  try {
    const made = await rail.transfers.createReversal(
      reversal.transfer_ref,
      { amount: Number(reversal.amount_minor), metadata: { reversal_id: reversal.id, payout_id: reversal.payout_id } },
      { idempotencyKey: intent.idempotency_key },
    );
    killPoint("after_reversal_before_commit");
    return valueOf(await reversals.outcome({ ...known, state: "created", provider_ref: made.id }));
  } catch (error) {
    const { state, reason_code, reason } = railAnswer(error);
    const answered = { answer_code: reason_code, answer: reason };
    // Their account no longer holds it: that will not mend by itself, and a person decides what then.
    if (state === "failed" || state === "waits")
      return valueOf(await reversals.outcome({ ...known, ...answered, state: "failed" }));
    if (state === "unknown") valueOf(await reversals.outcome({ ...known, ...answered, state: "unknown" }));
    throw error;
  }
}

/** Our reversal, when an earlier run has made it. A transfer that is not the payout's own is for a person. */
async function lookUp(rail: Stripe, reversal: ReversalRow): Promise<Stripe.TransferReversal | undefined> {
  const { data: transfers } = await rail.transfers.list({ transfer_group: reversal.payout_id, limit: 2 });
  if (transfers.length !== 1 || transfers[0]?.id !== reversal.transfer_ref) {
    throw new Error(`payout ${reversal.payout_id} is not the one transfer ${reversal.transfer_ref}`);
  }
  const { data } = await rail.transfers.listReversals(reversal.transfer_ref, { limit: LOOKED_THROUGH });
  return data.find((made) => made.metadata?.reversal_id === reversal.id);
}

/** No compensation: what is taken back is taken back; a run that did not finish is taken up by its job. */
const reversePayoutStep = createStep("reverse-payout", async (input: ReverseInput, { container }) => {
  return new StepResponse(await reversePayout(container, input));
});

export const reversePayoutWorkflow = createWorkflow("reverse-payout", (input: ReverseInput) => {
  return new WorkflowResponse(reversePayoutStep(input));
});
