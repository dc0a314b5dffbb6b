import { createWorkflow, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { createSignInStep, type SignInInput } from "./steps/create-sign-in";

/** The one way to a sign-in for members, households and secretaries; see docs/adr/0010. */
export const createActorAccount = createWorkflow("create-actor-account", (input: SignInInput) => {
  return new WorkflowResponse(createSignInStep(input));
});
