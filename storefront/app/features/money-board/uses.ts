/** Where money went, in the order in which it is shown. */
export const USES = [
  "households",
  "reserve",
  "freight",
  "packing",
  "cooperative",
  "platform",
  "agent",
  "tax",
  "refunds",
  "price_pools",
  "claims",
  "other",
] as const;
export type Use = (typeof USES)[number];

/** The colour of each use in a bar: one of the .part-* classes. */
export const PARTS: Readonly<Record<Use, string>> = {
  households: "household",
  reserve: "held",
  freight: "freight",
  packing: "packing",
  cooperative: "cooperative",
  platform: "platform",
  agent: "agent",
  tax: "tax",
  refunds: "refund",
  price_pools: "forecast",
  claims: "lost",
  other: "left",
};
