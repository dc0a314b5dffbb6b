import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** The judge of a checkout looks at a cart; while it has to wait, the job is tried again later. */
export const handle: JobHandler<"reconcile"> = async ({ container, payload }) => {
  const judged = await runWorkflow<{ action: string; why: string }>(container, "reconcile-checkout", payload);
  if (judged.action === "wait") throw new Error(`not yet: ${judged.why}`);
};
