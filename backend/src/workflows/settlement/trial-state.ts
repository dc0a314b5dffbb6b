import { RefusalError } from "../../lib/refusal";
import type { Trial } from "../../modules/settlement/trials";

/** How far a trial is that was too large to wait for; what came out, and what was sold since, are told with it. */
export interface TrialState {
  /** The newest that there is; names what whoever asks for another has seen. */
  id: string | null;
  state: "none" | "asked" | "stopped" | "done";
  lines: number;
  lines_done: number;
  as_of: Date | null;
  /** Lines that are there now and were not. */
  since: number;
}

/** What a page says of a trial. `counted`: the lines in its result. A refusal of the job is the page's own. */
export function trialState(trial: Trial | undefined, lines: number, counted: number | null): TrialState {
  if (!trial) return { id: null, state: "none", lines, lines_done: 0, as_of: null, since: 0 };
  if (trial.state === "refused") {
    throw new RefusalError(trial.refusal ?? { reason: "refused", message: "This can't be tried." });
  }
  const { id, state, lines_done, as_of } = trial;
  return { id, state, lines: trial.lines, lines_done, as_of, since: Math.max(0, lines - (counted ?? lines)) };
}
