import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells a household that its objection was answered. */
export const handle: JobHandler<"objection-notice"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "send-lot-notice", { message_id, about: "objection", ...payload });
};
