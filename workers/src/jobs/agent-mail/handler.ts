import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells an agent what became of their commission; each mail is queued once. */
export const handle: JobHandler<"agent-mail"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "tell-agent", { message_id, ...payload });
};
