/** The rules that a line of a statement names, each with a text. */
export const RULES = [
  "tax",
  "refund",
  "freight",
  "packing",
  "platform_bp",
  "cooperative_bp",
  "agent_bp",
  "freight_borne",
  "packing_borne",
  "holdback_bp",
  "claim",
  "clawback",
  "clawback_returned",
  "pool_advance",
  "pool_share",
  "pool_difference",
  "advance_netted",
] as const;
export type Rule = (typeof RULES)[number];

export function isRule(rule: string): rule is Rule {
  return (RULES as readonly string[]).includes(rule);
}
