import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type SettlementService from "../../modules/settlement/service";

interface ApproveInput {
  period_id: string;
  cooperative_id: string;
  person: string;
}

/** The households to pay, and the accounts in force now for them: from the module that owns accounts. Only reads. */
const readPayoutAccountsStep = createStep("read-payout-accounts", async (input: ApproveInput, { container }) => {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperative: CooperativeService = container.resolve("cooperative");
  const households = valueOf(await settlement.householdsToPay(input.period_id, input.cooperative_id));
  return new StepResponse({ ...input, accounts: await cooperative.payoutAccounts(households) });
});

/** No compensation: it is the last step and one transaction; an approval is not taken back. */
const approvePeriodStep = createStep(
  "approve-period",
  async (
    input: ApproveInput & { accounts: Awaited<ReturnType<CooperativeService["payoutAccounts"]>> },
    { container },
  ) => {
    const settlement: SettlementService = container.resolve("settlement");
    return new StepResponse(valueOf(await settlement.approvePeriod(input)));
  },
);

/** The second person's word: payouts and batches from the statements, each to the account that is in force today. */
export const approveSettlementWorkflow = createWorkflow("approve-settlement", (input: ApproveInput) => {
  return new WorkflowResponse(approvePeriodStep(readPayoutAccountsStep(input)));
});
