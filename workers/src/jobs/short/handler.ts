import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** A short on its way through pool, parcels and books: goes on where it stands. */
export const handle: JobHandler<"short"> = async ({ container, payload, log }) => {
  const { state } = await runWorkflow<{ state: string }>(container, "run-short", payload);
  log.info({ short_id: payload.short_id, state }, "short looked after");
};
