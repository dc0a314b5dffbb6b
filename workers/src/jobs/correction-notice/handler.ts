import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells a household that the weight of its lot was corrected, by two people. */
export const handle: JobHandler<"correction-notice"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "send-lot-notice", { message_id, about: "correction", ...payload });
};
