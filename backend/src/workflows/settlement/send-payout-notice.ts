import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { bankReason, payoutRefusedSms } from "@commonlot/domain";
import { valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type SettlementService from "../../modules/settlement/service";
import { shortName } from "../cooperative/receipt-text";

interface PayoutNoticeInput {
  message_id: string;
  payout_id: string;
}

/**
 * Writes the SMS of a payout that the bank rejected or returned, once for each payout. A text that does not fit is left out:
 * the statement's page says the same.
 */
export async function sendPayoutNotice(container: MedusaContainer, input: PayoutNoticeInput): Promise<boolean> {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const payout = valueOf(await settlement.payout(input.payout_id));
  const [cooperative] = await cooperatives.cooperatives([payout.cooperative_id]);
  if (!cooperative) throw new Error(`payout ${payout.id} names a cooperative that is not there`);
  const text = payoutRefusedSms({
    cooperative: shortName(cooperative.name_zh),
    returned: payout.bank_state === "returned",
    currency: payout.currency,
    amount_minor: BigInt(payout.amount_minor),
    destination: `尾号${payout.account.last4 ?? ""}的账户`,
    reason: bankReason(payout.reason_code).zh,
    phone: cooperative.phone,
  });
  const about = { cooperative_id: payout.cooperative_id, household_id: payout.household_id, subject_id: payout.id };
  await cooperatives.recordNotice({
    message_id: input.message_id,
    handler: "payout-notice",
    notice: text.ok ? { ...about, kind: "payout_refused", text: text.value } : undefined,
  });
  return text.ok;
}

/** No compensation: a text that is queued is true. */
const sendPayoutNoticeStep = createStep("send-payout-notice", async (input: PayoutNoticeInput, { container }) => {
  return new StepResponse({ sent: await sendPayoutNotice(container, input) });
});

export const sendPayoutNoticeWorkflow = createWorkflow("send-payout-notice", (input: PayoutNoticeInput) => {
  return new WorkflowResponse(sendPayoutNoticeStep(input));
});
