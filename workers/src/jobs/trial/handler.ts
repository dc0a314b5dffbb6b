import { PermanentFailure, type JobHandler } from "../../job";
import { runWorkflow } from "../../run-workflow";

/** Works out a trial that is too large to wait for. It reads the books and writes its result: killed anywhere, it begins again. */
export const handle: JobHandler<"trial"> = async ({ container, message_id, payload: { trial_id }, log }) => {
  const kind = await runWorkflow<string | null>(container, "run-trial", { trial_id, message_id });
  if (kind === null) throw new PermanentFailure(`There is no trial ${trial_id}.`);
  log.info({ trial_id, kind }, "trial worked out");
};
