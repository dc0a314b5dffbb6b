/** What can be wrong with a line, as the backend names it. */
export const FAULTS = [
  "formula",
  "no_amount",
  "not_found",
  "ambiguous",
  "part_packs",
  "too_many",
  "below_minimum",
  "not_sold",
] as const;
export type Fault = (typeof FAULTS)[number];
