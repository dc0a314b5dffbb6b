import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Puts an approved period on the money boards of its villages. */
export const handle: JobHandler<"money-board"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "money-board", { message_id, ...payload });
};
