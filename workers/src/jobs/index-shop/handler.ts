import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Writes rows of the search index anew from what stands: running twice writes the same twice. */
export const handle: JobHandler<"index-shop"> = async ({ container, payload }) => {
  await runWorkflow(container, "index-shop", payload);
};
