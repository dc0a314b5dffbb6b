import { household, type Row } from "./row";

/** Everything below /household: one household, its own rows. */
export const HOUSEHOLD_ROWS: readonly Row[] = [
  { method: "GET", path: "/household/me", expect: household(200) },
  { method: "GET", path: "/household/homes", expect: household(200) },
  { method: "GET", path: "/household/connect", expect: household(200) },
  {
    method: "POST",
    path: "/household/connect/link",
    // Where payouts do not reach: who may ask is told so, and nothing is made.
    expect: household(400),
    body: () => ({ country: "CN", path: "en" }),
  },
  { method: "POST", path: "/household/connect/check", expect: household(200) },
  // Nobody has one that is ready.
  {
    method: "POST",
    path: "/household/connect/use",
    expect: household(400),
    body: () => ({ proof: { kind: "pin", secret: "000000" } }),
  },
  { method: "GET", path: "/household/lots", expect: household(200) },
  { method: "GET", path: "/household/statements", expect: household(200) },
];
