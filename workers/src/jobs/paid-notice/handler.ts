import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells a household that it was paid. */
export const handle: JobHandler<"paid-notice"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "paid-notice", { message_id, ...payload });
};
