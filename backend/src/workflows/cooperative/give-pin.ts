import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { CARD_PIN } from "../../lib/sign-in-names";
import type CooperativeService from "../../modules/cooperative/service";
import type { ActingFor } from "../../modules/cooperative/types";
import type SignInService from "../../modules/sign_in/service";
import { newPin, signInOfHousehold } from "./household-sign-in";
import { makeSignIn } from "./steps/create-sign-in";

export interface GivePinInput {
  household_id: string;
  by: ActingFor;
}

/**
 * A new PIN in place of the old one, and a locked card opened. The log comes first: a PIN that somebody was given and
 * nobody wrote down must not be. No compensation: the old PIN is not known, and a new one can be given again.
 */
const givePinStep = createStep("give-pin", async (input: GivePinInput, { container }) => {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const { guard }: SignInService = container.resolve("sign_in");
  await cooperatives.acts.record(input.household_id, input.by, "pin_given");
  const [household] = await cooperatives.householdsById([input.household_id]);
  const card_number = household?.card_number ?? "";
  const pin = newPin(card_number);
  await makeSignIn(container, { ...(await signInOfHousehold(container, input.household_id, pin)), replace: true });
  await guard.clear(CARD_PIN, card_number);
  return new StepResponse({ pin });
});

export const givePinWorkflow = createWorkflow("give-pin", (input: GivePinInput) => {
  return new WorkflowResponse(givePinStep(input));
});
