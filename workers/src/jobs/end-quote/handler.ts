import type { JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** What an ended quote holds is free. */
export const handle: JobHandler<"end-quote"> = async ({ container, payload }) => {
  await runWorkflow(container, "free-quote", payload);
};
