import type { IAuthModuleService, MedusaContainer } from "@medusajs/framework/types";
import { Modules } from "@medusajs/framework/utils";
import { ACCOUNT_HOLD_HOURS } from "@commonlot/domain";
import { refuseWith, valueOf } from "../../lib/refusal";
import { AGENT_PASSWORD } from "../../lib/sign-in-names";
import { SIGN_IN_REFUSALS, signInCodeOf } from "../../lib/sign-in-refusals";
import type { AgentAccountInput } from "../../modules/wholesale/agent-bank";
import type { Agent } from "../../modules/wholesale/agents";
import type WholesaleService from "../../modules/wholesale/service";

/**
 * An agent names the account that commission goes to: the password is asked for anew, since a session may be somebody else's hand. A password
 * that was chosen by a link lately takes the place of no account: whoever had the link would have the money.
 */
export async function changeAgentAccount(
  container: MedusaContainer,
  input: { agent: Agent; account: AgentAccountInput; old_stops: boolean; password: string; now: Date },
): Promise<{ usable_from: string; repeated: boolean }> {
  const { agentBank }: WholesaleService = container.resolve("wholesale");
  const { agent, account, old_stops, now } = input;
  // Before the proof: a slip of the pen uses up no try.
  valueOf(agentBank.check(account));
  const since = agent.sessions_from === null ? null : now.getTime() - agent.sessions_from;
  if (since !== null && since < ACCOUNT_HOLD_HOURS * 3_600_000 && (await agentBank.hasOne(agent.id)))
    refuseWith(
      "password_too_new",
      "Your password was chosen by a link less than three days ago. The account that stands is still paid to; change it when the three days are over.",
      "password",
    );
  await provePassword(container, agent, input.password);
  const { usable_from, repeated } = valueOf(await agentBank.change({ agent, account, old_stops, now }));
  return { usable_from: usable_from.toISOString(), repeated };
}

/** By the provider of the sign-in itself, so that guesses here and there are counted together. */
async function provePassword(container: MedusaContainer, agent: Agent, password: string): Promise<void> {
  const auth = container.resolve<IAuthModuleService>(Modules.AUTH);
  const { success, authIdentity, error } = await auth.authenticate(AGENT_PASSWORD, {
    body: { email: agent.email, password },
  });
  const wrong = success ? undefined : (signInCodeOf(error ?? "") ?? "sign_in_wrong");
  if (wrong) refuseWith(wrong, SIGN_IN_REFUSALS[wrong], "password");
  if (authIdentity?.app_metadata?.agent_id !== agent.id)
    refuseWith("sign_in_wrong", SIGN_IN_REFUSALS.sign_in_wrong, "password");
}
