import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Writes the SMS receipt of a lot; its sending is a message of its own. */
export const handle: JobHandler<"receipt"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "send-lot-notice", { message_id, about: "receipt", ...payload });
};
