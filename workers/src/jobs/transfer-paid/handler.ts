import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Places the order whose transfer has come. */
export const handle: JobHandler<"transfer-paid"> = async ({ container, payload, log }) => {
  const state = await runWorkflow<string>(container, "order-transferred", payload);
  log.info({ proforma_id: payload.proforma_id, state }, "transfer looked after");
};
