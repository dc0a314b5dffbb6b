import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { checkPassword } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import { makeSignIn, refuseTaken } from "./steps/create-sign-in";

export interface JoinTeamInput {
  token: string;
  name: string;
  /** Left out by somebody who works elsewhere already: their password stays. */
  password?: string | undefined;
}

/**
 * Somebody with the link of an invitation says yes: person and membership in one transaction, then the sign-in. Killed in
 * between, the form sent again finds the person and makes what is missing. A password that stands is never replaced here: an
 * old link opens nothing. No compensation for the same reason.
 */
const joinTeamStep = createStep("join-team", async (input: JoinTeamInput, { container }) => {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const invite = await cooperatives.invites.byToken(input.token);
  if (!invite) refuseWith("invite_not_found", "This invitation was used, taken back, or is too old.");
  const sign_in = { actor_type: "coop_member" as const, names: [invite.sign_in_name] };
  if (!invite.known) {
    const password = valueOf(checkPassword(input.password ?? "", invite.sign_in_name));
    await refuseTaken(container, { ...sign_in, actor_id: "", password });
  }
  const { member_id } = valueOf(await cooperatives.invites.accept({ token: input.token, name: input.name }));
  if (input.password !== undefined) {
    await makeSignIn(container, { ...sign_in, actor_id: member_id, password: input.password });
  }
  return new StepResponse({ member_id, sign_in_name: invite.sign_in_name });
});

export const joinTeamWorkflow = createWorkflow("join-team", (input: JoinTeamInput) => {
  return new WorkflowResponse(joinTeamStep(input));
});
