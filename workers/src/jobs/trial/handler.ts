import type SettlementService from "../../../../backend/src/modules/settlement/service";
import { runTrial } from "../../../../backend/src/workflows/settlement/run-trial";
import { PermanentFailure, type JobHandler } from "../../job";

/** Works out a trial that is too large to wait for. It reads the books and writes its result: killed anywhere, it begins again. */
export const handle: JobHandler<"trial"> = async ({ container, message_id, payload: { trial_id }, log }) => {
  const settlement: SettlementService = container.resolve("settlement");
  const trial = await settlement.trials.trial(trial_id);
  if (!trial) throw new PermanentFailure(`There is no trial ${trial_id}.`);
  if (trial.state !== "asked") return;
  await runTrial(settlement, trial, message_id);
  log.info({ trial_id, kind: trial.kind, lines: trial.lines }, "trial worked out");
};
