import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Staff swapped lots of an order: its parcels follow, or the swap goes back. */
export const handle: JobHandler<"refit-parcels"> = async ({ container, payload, log }) => {
  await runWorkflow(container, "refit-parcels", { swap_id: payload.swap_id });
  log.info({ swap_id: payload.swap_id }, "parcels follow a swap");
};
