import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** One transfer that two people take back, once whatever fails. */
export const handle: JobHandler<"reverse-payout"> = async ({ container, message_id, payload, log }) => {
  const state = await runWorkflow<string>(container, "reverse-payout", { ...payload, message_id });
  log.info({ reversal_id: payload.reversal_id, state }, "reversal looked after");
};
