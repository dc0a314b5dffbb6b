import { household, type Row } from "./row";

/** Everything below /household: one household, its own rows. */
export const HOUSEHOLD_ROWS: readonly Row[] = [
  { method: "GET", path: "/household/me", expect: household(200) },
  { method: "GET", path: "/household/homes", expect: household(200) },
  { method: "GET", path: "/household/lots", expect: household(200) },
  { method: "GET", path: "/household/statements", expect: household(200) },
];
