import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Tells Medusa a product's pictures as they stand: running twice tells the same twice. */
export const handle: JobHandler<"show-pictures"> = async ({ container, payload }) => {
  await runWorkflow(container, "show-pictures", payload);
};
