import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells a buyer how an order stands. */
export const handle: JobHandler<"order-notice"> = async ({ container, message_id, payload }) => {
  await runWorkflow(container, "tell-of-order", { message_id, ...payload });
};
