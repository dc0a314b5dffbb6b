import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { orderNumbers } from "../../lib/order-numbers";
import { refuseWith, valueOf } from "../../lib/refusal";
import type CooperativeService from "../../modules/cooperative/service";
import type { CommissionStatementView } from "../../modules/settlement/commissions/views";
import type SettlementService from "../../modules/settlement/service";
import type WholesaleService from "../../modules/wholesale/service";

interface RequestInput {
  cooperative_id: string;
  currency: string;
  person: string;
}
interface ActInput {
  run_id: string;
  cooperative_id: string;
  person: string;
}
type Accounts = Awaited<ReturnType<WholesaleService["agentBank"]["payable"]>>;

/** Agents to pay, and the accounts in force now for them: from the module that owns accounts. Only reads. */
const readOwedAccountsStep = createStep("read-commission-accounts", async (input: RequestInput, { container }) => {
  const settlement: SettlementService = container.resolve("settlement");
  const owing = await settlement.commissions.owing(input.cooperative_id, input.currency);
  return new StepResponse({ ...input, accounts: await accountsOf(container, owing) });
});

/** No compensation: it is the last step and one transaction; a run that nobody wants is called off. */
const requestStep = createStep(
  "request-commissions",
  async (input: RequestInput & { accounts: Accounts }, { container }) => {
    const settlement: SettlementService = container.resolve("settlement");
    return new StepResponse(valueOf(await settlement.commissions.request(input)));
  },
);

/** One person asks that a cooperative's agents are paid what they are owed. */
export const requestCommissionsWorkflow = createWorkflow("request-commissions", (input: RequestInput) => {
  return new WorkflowResponse(requestStep(readOwedAccountsStep(input)));
});

const readRunAccountsStep = createStep("read-commission-run-accounts", async (input: ActInput, { container }) => {
  const settlement: SettlementService = container.resolve("settlement");
  const agents = await settlement.commissions.agentsOf(input.run_id, input.cooperative_id);
  return new StepResponse({ ...input, accounts: await accountsOf(container, agents) });
});

/** No compensation: it is the last step and one transaction; an approval is not taken back. */
const approveStep = createStep(
  "approve-commissions",
  async (input: ActInput & { accounts: Accounts }, { container }) => {
    const settlement: SettlementService = container.resolve("settlement");
    return new StepResponse(valueOf(await settlement.commissions.approve(input)));
  },
);

/** The second person's word: a batch for the bank, each agent's part to the account that is in force today. */
export const approveCommissionsWorkflow = createWorkflow("approve-commissions", (input: ActInput) => {
  return new WorkflowResponse(approveStep(readRunAccountsStep(input)));
});

function accountsOf(container: MedusaContainer, agent_ids: readonly string[]): Promise<Accounts> {
  const wholesale: WholesaleService = container.resolve("wholesale");
  return wholesale.agentBank.payable(agent_ids, new Date());
}

/** What a cooperative owes agents, with who they are. Reads only. */
export async function readOwedCommissions(container: MedusaContainer, cooperative_id: string) {
  const settlement: SettlementService = container.resolve("settlement");
  const agent_ids = await settlement.commissions.owing(cooperative_id);
  const [owed, name] = await Promise.all([
    accountsOf(container, agent_ids).then((accounts) => settlement.commissions.owed(cooperative_id, accounts)),
    agentNames(container, agent_ids),
  ]);
  return owed.map(({ currency, minimum_minor, due, waiting }) => ({
    currency,
    minimum_minor: Number(minimum_minor),
    due_minor: due.reduce((sum, one) => sum + Number(one.amount_minor), 0),
    agents: [
      ...due.map((one) => ({ ...name(one.agent_id), amount_minor: Number(one.amount_minor), because: null })),
      ...waiting.map(({ agent_id, amount_minor, because }) => ({
        ...name(agent_id),
        amount_minor: Number(amount_minor),
        because,
      })),
    ],
  }));
}

/** One run as the desk shows it: who is paid what, and who may approve it. Another cooperative's is not there. Reads only. */
export async function readCommissionRun(
  container: MedusaContainer,
  run_id: string,
  { cooperative_id, person }: { cooperative_id: string; person: string },
) {
  const settlement: SettlementService = container.resolve("settlement");
  const cooperative: CooperativeService = container.resolve("cooperative");
  const run = await settlement.commissionViews.run(run_id, cooperative_id);
  if (!run) return refuseWith("not_found", "There is no such payment of commissions.");
  const [people, at_work, name] = await Promise.all([
    cooperative.memberNames([run.requested_by, run.approved_by, run.called_off_by].filter((one) => one !== null)),
    cooperative.team.atWork(cooperative_id, ["accountant", "manager"]),
    agentNames(
      container,
      run.statements.map((one) => one.agent_id),
    ),
  ]);
  const waiting = run.statements.filter((one) => one.state === "waits").map((one) => one.agent_id);
  const { agentBank }: WholesaleService = container.resolve("wholesale");
  const goesTo = await agentBank.inForce(waiting, new Date());
  const { at_key: _, statements, amount_minor, ...shown } = run;
  return {
    ...shown,
    amount_minor: Number(amount_minor),
    requested_by_name: people.get(run.requested_by) ?? null,
    approved_by_name: run.approved_by === null ? null : (people.get(run.approved_by) ?? null),
    asked_by_me: run.requested_by === person,
    approvers: at_work.filter((one) => one.member_id !== run.requested_by),
    statements: statements.map((one) => ({
      ...statementFields(one),
      ...name(one.agent_id),
      /** Of what waits for its second person: where it goes when it is approved now. */
      pays_to: one.state === "waits" ? (goesTo.get(one.agent_id) ?? null) : null,
    })),
  };
}

/** A statement as it leaves the house; of an account the last four characters. */
export function statementFields(one: CommissionStatementView) {
  const { id, number, currency, state, because, bank_words, account_last4, created_at } = one;
  return {
    ...{ id, number, currency, amount_minor: Number(one.amount_minor), state, because, bank_words, account_last4 },
    created_at: created_at.toISOString(),
    answered_at: one.answered_at?.toISOString() ?? null,
  };
}

/** What a statement pays, with the numbers that people know orders by. */
export async function readStatementOf(
  container: MedusaContainer,
  id: string,
  of: { agent_id: string } | { cooperative_id: string },
) {
  const settlement: SettlementService = container.resolve("settlement");
  const found = await settlement.commissionViews.statement(id, of);
  if (!found) return refuseWith("not_found", "There is no such statement of commission.");
  const numbers = await orderNumbers(
    container,
    found.lines.map((one) => one.order_id),
  );
  return {
    ...found,
    lines: found.lines.map((line) => ({ ...line, order_number: numbers.get(line.order_id) ?? null })),
  };
}

async function agentNames(container: MedusaContainer, ids: readonly string[]) {
  const wholesale: WholesaleService = container.resolve("wholesale");
  const found = await wholesale.agents.named(ids);
  return (agent_id: string) => ({
    agent: found.get(agent_id)?.name ?? "",
    code: found.get(agent_id)?.code ?? "",
  });
}
