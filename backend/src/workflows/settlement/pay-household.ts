import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import type Stripe from "stripe";
import { killPoint } from "../../lib/kill-point";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { PayoutRow } from "../../modules/settlement/payout";
import type SettlementService from "../../modules/settlement/service";
import { stripe } from "../../providers/stripe/client";
import { railAnswer } from "./rail-answer";

interface PayInput {
  payout_id: string;
  message_id?: string;
}

/**
 * Sends one payout as one Stripe transfer, from our settled balance (no source_transaction: one transfer carries what a
 * household earned in many orders). The intent and its key stand in the database before the call; the transfer carries
 * the payout's id as its transfer group and is looked up by it first, so a run that died anywhere is found and adopted
 * by the next one. Throws while the outcome is not known: the job tries again. With no balance it is asked again later.
 */
export async function payHousehold(
  container: MedusaContainer,
  input: PayInput,
  rail: Stripe = stripe(),
): Promise<PayoutRow["state"]> {
  const settlement: SettlementService = container.resolve("settlement");
  const payout = valueOf(await settlement.payout(input.payout_id));
  if (payout.rail !== "stripe") refuseWith("not_a_stripe_payout", `Payout ${payout.id} is not paid by Stripe.`);
  if (payout.state === "created" || payout.state === "failed") return payout.state;
  const known = { payout_id: payout.id, ...(input.message_id ? { message_id: input.message_id } : {}) };

  const sent = await lookUp(rail, payout);
  if (sent)
    return valueOf(await settlement.recordPayoutOutcome({ ...known, state: "created", provider_ref: sent.id })).state;

  const intent = valueOf(await settlement.beginPayout(payout.id));
  if (!intent) return payHousehold(container, input, rail);
  killPoint("before_transfer");
  try {
    const transfer = await rail.transfers.create(
      {
        amount: Number(payout.amount_minor),
        currency: payout.currency.toLowerCase(),
        destination: payout.account.stripe_account_id ?? "",
        transfer_group: payout.id,
        metadata: { payout_id: payout.id, batch_id: payout.batch_id },
      },
      { idempotencyKey: intent.idempotency_key },
    );
    killPoint("after_transfer_before_commit");
    return valueOf(await settlement.recordPayoutOutcome({ ...known, state: "created", provider_ref: transfer.id }))
      .state;
  } catch (error) {
    const answer = railAnswer(error);
    const { reason_code, reason } = answer;
    if (answer.state === "failed") {
      return valueOf(await settlement.recordPayoutOutcome({ ...known, state: "failed", reason_code, reason })).state;
    }
    if (answer.state === "waits") {
      await settlement.postponePayout({ ...known, reason_code, reason, refused_key: intent.idempotency_key });
      return "intended";
    }
    if (answer.state === "unknown")
      valueOf(await settlement.recordPayoutOutcome({ ...known, state: "unknown", reason_code, reason }));
    throw error;
  }
}

/** The transfer of this payout, when an earlier run has sent it. Two, or another amount or account, is for a person. */
async function lookUp(rail: Stripe, payout: PayoutRow): Promise<Stripe.Transfer | undefined> {
  const { data } = await rail.transfers.list({ transfer_group: payout.id, limit: 2 });
  const [found, second] = data;
  if (!found) return undefined;
  const destination = typeof found.destination === "string" ? found.destination : found.destination?.id;
  const same = String(found.amount) === payout.amount_minor && found.currency.toUpperCase() === payout.currency;
  if (second || !same || destination !== payout.account.stripe_account_id) {
    throw new Error(
      `payout ${payout.id} does not match what was transferred for it: ${data.map((transfer) => transfer.id).join(", ")}`,
    );
  }
  return found;
}

/** No compensation: money sent is sent; a run that did not finish is taken up by its job. */
const payHouseholdStep = createStep("pay-household", async (input: PayInput, { container }) => {
  return new StepResponse(await payHousehold(container, input));
});

export const payHouseholdWorkflow = createWorkflow("pay-household", (input: PayInput) => {
  return new WorkflowResponse(payHouseholdStep(input));
});
