import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Takes the money of a confirmed order and writes it into the ledger. */
export const handle: JobHandler<"capture"> = async ({ container, payload }) => {
  await runWorkflow(container, "capture-confirmed-order", { order_id: payload.order_id });
};
