import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { checkPassword } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { OpenInvite } from "../../modules/cooperative/invites";
import type CooperativeService from "../../modules/cooperative/service";
import { hasSignIn, makeSignIn, refuseTaken } from "./steps/create-sign-in";

export interface JoinTeamInput {
  token: string;
  name: string;
  /** Left out by somebody who works elsewhere already: their password stays. */
  password?: string | undefined;
}

/**
 * What an invitation that can still be answered asks. One that was answered is over as soon as its person can sign in: until
 * then they are asked for their password again, as a run that died in between left them without.
 */
export async function openInvite(container: MedusaContainer, token: string): Promise<OpenInvite> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const invite = await cooperatives.invites.byToken(token);
  if (!invite) refuseWith("invite_not_found", "This invitation was taken back, or is too old.");
  if (!invite.accepted) return invite;
  if (await hasSignIn(container, invite.sign_in_name)) {
    refuseWith("invite_used", "This invitation was used already. Nothing was changed: sign in with your own password.");
  }
  return { ...invite, known: false };
}

/**
 * Somebody with the link of an invitation says yes: person and membership in one transaction, then the sign-in. Killed in
 * between, the form sent again finds the person and makes what is missing. A password that stands is never replaced here: an
 * old link opens nothing. No compensation for the same reason.
 */
const joinTeamStep = createStep("join-team", async (input: JoinTeamInput, { container }) => {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const invite = await openInvite(container, input.token);
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
