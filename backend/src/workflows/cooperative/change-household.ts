import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { valueOf } from "../../lib/refusal";
import type { ChangeInput } from "../../modules/cooperative/register";
import type CooperativeService from "../../modules/cooperative/service";
import type { ActingFor } from "../../modules/cooperative/types";

export interface ChangeHouseholdInput {
  household_id: string;
  change: ChangeInput;
  by: ActingFor;
}

/**
 * Changes a household's row; a new phone becomes the one that signs in, the old one opens nothing at the next click: what
 * a phone opens is read from the row. No compensation: one transaction.
 */
const changeHouseholdStep = createStep("change-household", async (input: ChangeHouseholdInput, { container }) => {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  valueOf(await cooperatives.register.change(input.household_id, input.change, input.by));
  return new StepResponse(null);
});

export const changeHouseholdWorkflow = createWorkflow("change-household", (input: ChangeHouseholdInput) => {
  return new WorkflowResponse(changeHouseholdStep(input));
});
