import type { MedusaContainer } from "@medusajs/framework/types";
import { createStep, createWorkflow, StepResponse, WorkflowResponse } from "@medusajs/framework/workflows-sdk";
import { ok, type Refusal, type Result } from "@commonlot/domain";
import { killPoint } from "../../lib/kill-point";
import type { ShortRow } from "../../modules/pool/short-types";
import type PoolService from "../../modules/pool/service";
import { previewShort } from "./short/preview";

/**
 * Takes a recalled lot, and all that was split off it, out of every order that is still here: an entry for each lot, all in
 * one transaction, then the first preview, for whoever pressed. The others are worked out by the job `take-out`.
 */
export async function takeOut(
  container: MedusaContainer,
  input: { recall_id: string; cooperative_id: string; person: string },
): Promise<Result<{ short: ShortRow; entered: number }, Refusal>> {
  const pools: PoolService = container.resolve("pool");
  const entered = await pools.recalls.takeOut(input);
  if (!entered.ok) return entered;
  killPoint("take_out_entered");
  const [first] = entered.value;
  if (!first) throw new Error(`nothing was entered for recall ${input.recall_id}`);
  const shown = await previewShort(container, first.id);
  // What can't be worked out now stays entered: the page says so and asks again, and so does the job.
  return ok({ short: shown.ok ? shown.value : first, entered: entered.value.length });
}

/**
 * Works out what is left of it. One that can't be worked out waits in the desk's list, and holds up no other; while only the
 * payment of an order is being taken, it throws in the end: the job tries again a little later.
 */
export async function workOutEntries(
  container: MedusaContainer,
  { recall_id }: { recall_id: string },
): Promise<{ worked_out: number; left: number }> {
  const pools: PoolService = container.resolve("pool");
  const ids = await pools.recalls.toWorkOut(recall_id);
  let worked_out = 0;
  let too_early = 0;
  for (const id of ids) {
    const previewed = await previewShort(container, id);
    if (previewed.ok) worked_out += 1;
    else if (previewed.refusal.reason === "not_captured") too_early += 1;
  }
  if (too_early > 0) throw new Error(`recall ${recall_id}: payments of orders are still being taken`);
  return { worked_out, left: ids.length - worked_out };
}

/** No compensation: an entry and its preview are true, and run again this goes on where it stands. */
const workOutEntriesStep = createStep("take-out", async (input: { recall_id: string }, { container }) => {
  return new StepResponse(await workOutEntries(container, input));
});

export const takeOutWorkflow = createWorkflow("take-out", (input: { recall_id: string }) => {
  return new WorkflowResponse(workOutEntriesStep(input));
});
