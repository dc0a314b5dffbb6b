import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** The order cycle of an order is over: its price difference goes back and it may be packed, or all of it goes back. */
export const handle: JobHandler<"cycle-order"> = async ({ container, payload }) => {
  await runWorkflow(container, "settle-cycle-order", { order_id: payload.order_id });
};
