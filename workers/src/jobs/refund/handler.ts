import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** One promised refund, once whatever fails. */
export const handle: JobHandler<"refund"> = async ({ container, message_id, payload, log }) => {
  const state = await runWorkflow<string>(container, "refund-buyer", { ...payload, message_id });
  log.info({ refund_intent_id: payload.refund_intent_id, state }, "refund looked after");
};
