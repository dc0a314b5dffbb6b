import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells each household of an approved period what its statement says. */
export const handle: JobHandler<"statement-notices"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "statement-notices", { message_id, ...payload });
};
