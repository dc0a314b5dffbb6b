import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Takes up an acceptance that was cut off. */
export const handle: JobHandler<"accept-quote"> = async ({ container, payload, log }) => {
  const state = await runWorkflow<string>(container, "take-up-acceptance", payload);
  if (state !== "nothing") log.info({ quote_id: payload.quote_id, state }, "acceptance taken up");
};
