import type { Path } from "../../i18n/locale";

/** What can be wrong with a line, as the backend names it. */
export const FAULTS = [
  "formula",
  "no_amount",
  "not_above_zero",
  "not_whole",
  "not_found",
  "ambiguous",
  "part_packs",
  "too_many",
  "below_minimum",
  "not_sold",
] as const;
export type Fault = (typeof FAULTS)[number];

/** Where the list is that a member works on. */
export const listAt = (path: Path, more = ""): string => `/${path}/wholesale/quick/list${more}`;
