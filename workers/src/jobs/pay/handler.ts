import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** One payout by Stripe, once whatever fails. Refused for good is an outcome, not a failure of the job. */
export const handle: JobHandler<"pay"> = async ({ container, message_id, payload, log }) => {
  const state = await runWorkflow<string>(container, "pay-household", { payout_id: payload.payout_id, message_id });
  log.info({ payout_id: payload.payout_id, state }, "payout looked after");
};
