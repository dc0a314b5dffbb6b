import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells those whom a recall concerns and a request that died left untold. */
export const handle: JobHandler<"recall-notices"> = async ({ container, payload, log }) => {
  const { told } = await runWorkflow<{ told: number }>(container, "recall-notices", payload);
  log.info({ recall_id: payload.recall_id, told }, "a recall is told");
};
