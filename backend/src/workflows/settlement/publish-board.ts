import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { valueOf } from "../../lib/refusal";
import type SettlementService from "../../modules/settlement/service";
import { homesOfPeriod } from "../../lib/money-facts/totals";

/** Puts an approved period on the money boards of its villages: once, however often the message comes. */
export async function publishBoard(
  container: MedusaContainer,
  input: { message_id: string; period_id: string },
): Promise<{ published: number }> {
  const settlement: SettlementService = container.resolve("settlement");
  const period = await settlement.statements.approvedPeriod(input.period_id);
  if (!period) throw new Error(`period ${input.period_id} is not approved`);
  const homes = await homesOfPeriod(container, period);
  return valueOf(await settlement.boards.publish({ ...input, homes }));
}

/** The accountant's correction: what differs from what was published, published anew with its reason. */
export async function correctBoard(
  container: MedusaContainer,
  input: { period_id: string; cooperative_id: string; person: string; because: string },
): Promise<{ published: number }> {
  const settlement: SettlementService = container.resolve("settlement");
  const homes = await homesOfPeriod(container, { id: input.period_id, cooperative_id: input.cooperative_id });
  return valueOf(await settlement.boards.correct({ ...input, homes }));
}

/** No compensation: what was published is never taken back. */
const publishBoardStep = createStep(
  "money-board",
  async (input: { message_id: string; period_id: string }, { container }) =>
    new StepResponse(await publishBoard(container, input)),
);

export const publishBoardWorkflow = createWorkflow(
  "money-board",
  (input: { message_id: string; period_id: string }) => new WorkflowResponse(publishBoardStep(input)),
);
