import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Order line -> household lots, by the pool's fairness rule. */
export const handle: JobHandler<"allocate"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "allocate-order", { order_id: payload.order_id, message_id });
};
