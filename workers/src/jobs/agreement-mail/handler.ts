import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells whoever has to know about an agreement; each mail is queued once. */
export const handle: JobHandler<"agreement-mail"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "tell-agreement", { message_id, ...payload });
};
