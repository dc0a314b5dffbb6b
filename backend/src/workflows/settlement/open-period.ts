import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type SettlementService from "../../modules/settlement/service";

interface OpenInput {
  cooperative_id: string;
  from: string;
  to: string;
  person: string;
}

/** No compensation: one write, and nothing follows it. */
const openPeriodStep = createStep("open-period", async (input: OpenInput, { container }) => {
  const cooperative: CooperativeService = container.resolve("cooperative");
  const settlement: SettlementService = container.resolve("settlement");
  const [own] = await cooperative.cooperatives([input.cooperative_id]);
  // A day ends where the cooperative is.
  return new StepResponse(valueOf(await settlement.openPeriod({ ...input, ...(own ? { time_zone: own.tz } : {}) })));
});

export const openPeriodWorkflow = createWorkflow("open-period", (input: OpenInput) => {
  return new WorkflowResponse(openPeriodStep(input));
});
