import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Finishes the cancellation of an order, wherever it stopped. */
export const handle: JobHandler<"cancel-order"> = async ({ container, payload, log }) => {
  await runWorkflow(container, "cancel-whole-order", payload);
  log.info({ order_id: payload.order_id }, "order cancelled");
};
