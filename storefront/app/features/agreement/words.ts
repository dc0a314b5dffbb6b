/** As the backend names them. */
export const STATES = ["proposed", "active", "ended", "ended_early", "dropped"] as const;
export type State = (typeof STATES)[number];
export const RULES = ["in_proportion", "first_come", "ask"] as const;
export const STAGES = ["waiting", "kept", "accepted", "ordered", "gone"] as const;
export type Stage = (typeof STAGES)[number];
export const ACTS = [
  "proposed",
  "signed",
  "called_off",
  "dropped",
  "end_asked",
  "ended",
  "ended_early",
  "waits",
  "price_needed",
  "statement",
  "compensation_paid",
] as const;
/** How safe the rest of a good is, as its company is told. */
export const SAFETIES = ["done", "safe", "at_risk", "not_expected"] as const;
export type Safety = (typeof SAFETIES)[number];
/** Steps of a price that a form has room for; the first holds from nothing on. */
export const STEP_ROWS = 4;
/** Steps of a ladder at most. */
export const MAX_STEPS = 12;
