import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { checkPassword } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import type { OpenInvite } from "../../modules/cooperative/invites";
import type CooperativeService from "../../modules/cooperative/service";
import { makeSignIn, refuseTaken, signsIn } from "./steps/create-sign-in";

export interface JoinTeamInput {
  token: string;
  name: string;
  /** Left out by somebody who works elsewhere already: their password stays. */
  password?: string | undefined;
}

/** An invitation as whoever has its link sees it. */
export interface InviteSeen extends OpenInvite {
  /** They sign in already, by whatever name: their password stays, and none is made here. */
  known: boolean;
}

/**
 * What an invitation that can still be answered asks. One that was answered is over as soon as its person can sign in: until
 * then they are asked for their password again, as a run that died in between left them without.
 */
export async function openInvite(container: MedusaContainer, token: string): Promise<InviteSeen> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const invite = await cooperatives.invites.byToken(token);
  if (!invite) refuseWith("invite_not_found", "This invitation was taken back, or is too old.");
  const known = invite.member_id !== null && (await signsIn(container, "coop_member", invite.member_id));
  if (known && invite.accepted) {
    refuseWith("invite_used", "This invitation was used already. Nothing was changed: sign in with your own password.");
  }
  return { ...invite, known };
}

/**
 * Somebody with the link of an invitation says yes: person and membership in one transaction, then the sign-in. Killed in
 * between, the form sent again finds the person and makes what is missing. Who signs in already gets no second way in, and a
 * password that stands is never replaced here: an old link opens nothing. No compensation for the same reason.
 */
const joinTeamStep = createStep("join-team", async (input: JoinTeamInput, { container }) => {
  return new StepResponse(await joinTeam(container, input));
});

export async function joinTeam(
  container: MedusaContainer,
  input: JoinTeamInput,
): Promise<{ member_id: string; sign_in_name: string }> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const invite = await openInvite(container, input.token);
  const sign_in_name = invite.sign_in_name;
  const accept = async () => valueOf(await cooperatives.invites.accept({ token: input.token, name: input.name }));
  if (invite.known) {
    if (input.password !== undefined) {
      refuseWith("password_stands", "You have a password already: leave this empty. Nothing was changed.", "password");
    }
    const { member_id } = await accept();
    return { member_id, sign_in_name };
  }
  const password = valueOf(checkPassword(input.password ?? "", sign_in_name));
  const sign_in = { actor_type: "coop_member" as const, names: [sign_in_name], password };
  await refuseTaken(container, { ...sign_in, actor_id: "" });
  const { member_id } = await accept();
  await makeSignIn(container, { ...sign_in, actor_id: member_id });
  return { member_id, sign_in_name };
}

export const joinTeamWorkflow = createWorkflow("join-team", (input: JoinTeamInput) => {
  return new WorkflowResponse(joinTeamStep(input));
});
