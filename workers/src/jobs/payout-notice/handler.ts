import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells a household that the bank has not paid it, or that its money came back, and why. */
export const handle: JobHandler<"payout-notice"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "send-payout-notice", { message_id, ...payload });
};
