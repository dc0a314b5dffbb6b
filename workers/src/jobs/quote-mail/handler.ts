import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells whoever has to know about a quote; each mail is queued once. */
export const handle: JobHandler<"quote-mail"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "tell-quote", { message_id, ...payload });
};
