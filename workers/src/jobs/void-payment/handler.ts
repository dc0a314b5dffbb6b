import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Frees the money of a payment session whose cart did not become an order. */
export const handle: JobHandler<"void-payment"> = async ({ container, payload, log }) => {
  log.info({ outcome: await runWorkflow<string>(container, "void-payment", payload) }, "payment session looked at");
};
