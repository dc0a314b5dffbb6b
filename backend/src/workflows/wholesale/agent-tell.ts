import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import {
  commissionEarnedMail,
  commissionStatementMail,
  formatMinor,
  type JobPayload,
  type Mail,
} from "@commonlot/domain";
import { readEnv } from "../../env";
import { orderNumbers } from "../../lib/order-numbers";
import type CooperativeService from "../../modules/cooperative/service";
import type SettlementService from "../../modules/settlement/service";
import type { Agent } from "../../modules/wholesale/agents";
import type WholesaleService from "../../modules/wholesale/service";

type Told = JobPayload<"agent-mail"> & { message_id: string };
interface About {
  agent_id: string;
  mail(agent: Agent): Mail;
}

/**
 * Tells an agent what became of their commission, once: what the books say now, not what they said as the message was written. Who has no
 * address is told nothing.
 */
export async function tellAgent(container: MedusaContainer, told: Told): Promise<{ told: number }> {
  const { agents, mails }: WholesaleService = container.resolve("wholesale");
  const { message_id, about, subject_id } = told;
  const found = about === "earned" ? await earned(container, subject_id) : await answered(container, about, subject_id);
  const agent = found && (await agents.one(found.agent_id));
  const mail =
    found && agent && agent.email !== ""
      ? {
          agent_id: agent.id,
          once: `${about}:${subject_id}`,
          mail: { to: agent.email, ...found.mail(agent) },
        }
      : undefined;
  await mails.tellAgent({ message_id, mail });
  return { told: mail ? 1 : 0 };
}

async function earned(container: MedusaContainer, order_id: string): Promise<About | undefined> {
  const settlement: SettlementService = container.resolve("settlement");
  const found = await settlement.agents.earnedOf(order_id);
  if (!found) return undefined;
  const number = (await orderNumbers(container, [order_id])).get(order_id) ?? null;
  return {
    agent_id: found.agent_id,
    mail: ({ language }) =>
      commissionEarnedMail({
        language,
        order_number: number === null ? null : String(number),
        amount: money(found),
        link: pageOf(`/${language}/agent`),
      }),
  };
}

/** A bank that changed its mind meanwhile is believed: what is not paid any more is not told as paid. */
async function answered(
  container: MedusaContainer,
  about: "paid" | "not_paid",
  statement_id: string,
): Promise<About | undefined> {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const statement = await settlement.commissionViews.head(statement_id);
  if (statement?.state !== (about === "paid" ? "paid" : "freed")) return undefined;
  const [cooperative] = await cooperatives.cooperatives([statement.cooperative_id]);
  return {
    agent_id: statement.agent_id,
    mail: ({ language }) =>
      commissionStatementMail(about, {
        language,
        number: statement.number,
        cooperative: (language === "zh" ? cooperative?.name_zh : cooperative?.name_en) ?? "",
        amount: money(statement),
        last4: statement.account_last4,
        bank_words: statement.bank_words?.[language] ?? null,
        link: pageOf(`/${language}/agent/statements/${statement.id}`),
      }),
  };
}

const money = ({ amount_minor, currency }: { amount_minor: bigint; currency: string }): string =>
  `${formatMinor(amount_minor, currency)} ${currency}`;
const pageOf = (path: string): string => new URL(path, readEnv().STOREFRONT_URL).toString();

/** No compensation: what was told was told. */
const tellAgentStep = createStep("tell-agent", async (input: Told, { container }) => {
  return new StepResponse(await tellAgent(container, input));
});

export const tellAgentWorkflow = createWorkflow("tell-agent", (input: Told) => {
  return new WorkflowResponse(tellAgentStep(input));
});
