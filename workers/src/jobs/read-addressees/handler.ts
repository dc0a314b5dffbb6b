import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Reads a sheet of addressees to its end, from where an earlier run was killed; finds nothing to do when that is done. */
export const handle: JobHandler<"read-addressees"> = async ({ container, payload, log }) => {
  await runWorkflow(container, "read-addressees", payload);
  log.info({ sheet_id: payload.sheet_id }, "addressees read");
};
