import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** One stored Stripe event. */
export const handle: JobHandler<"stripe-event"> = async ({ container, payload }) => {
  await runWorkflow(container, "handle-stripe-event", payload);
};
