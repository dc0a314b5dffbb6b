import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** A claim on its way through pool, parcels and books: goes on where it stands. */
export const handle: JobHandler<"claim"> = async ({ container, payload, log }) => {
  const { state } = await runWorkflow<{ state: string }>(container, "run-claim", payload);
  log.info({ claim_id: payload.claim_id, state }, "claim looked after");
};
