import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells households what a buyer thanked them with. */
export const handle: JobHandler<"thanks-notices"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "thanks-notices", { message_id, ...payload });
};
