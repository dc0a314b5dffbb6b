import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Entries of a recall that were made and not worked out yet: by a request that died, or left to this job. */
export const handle: JobHandler<"take-out"> = async ({ container, payload, log }) => {
  const done = await runWorkflow<{ worked_out: number; left: number }>(container, "take-out", payload);
  log.info({ recall_id: payload.recall_id, ...done }, "a recall's entries are worked out");
};
