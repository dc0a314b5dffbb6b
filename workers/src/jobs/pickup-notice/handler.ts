import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells a buyer that the goods stand at the pick-up point. */
export const handle: JobHandler<"pickup-notice"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "send-pickup-notice", { message_id, ...payload });
};
