import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells whoever has to know about a transfer; each mail is queued once. */
export const handle: JobHandler<"transfer-mail"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "tell-transfer", { message_id, ...payload });
};
