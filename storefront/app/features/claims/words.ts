// Closed lists of claims, as the pages put them into words.

export const KINDS = ["lost", "damaged", "missing", "returned"] as const;
export const SOURCES = ["desk", "buyer", "carrier"] as const;
export const STATES = ["opened", "decided", "done", "withdrawing", "dropped", "closed"] as const;
export const REMEDIES = ["refund", "reship"] as const;
export const CAUSES = ["carrier", "packing", "goods"] as const;
export const ANSWERS = ["paid", "refused", "none"] as const;

export const DROP_REASONS = ["error", "refused"] as const;
export const OUTCOMES = ["stands", "given_back"] as const;

export const ACTS = [
  "opened",
  "wish_refund",
  "wish_reship",
  "photo",
  "found_carrier",
  "found_packing",
  "found_goods",
  "decided_refund",
  "decided_reship",
  "set_back",
  "done",
  "dropped",
  "refused",
  "carrier_asked",
  "carrier_paid",
  "carrier_refused",
  "carrier_none",
  "answer_change_proposed",
  "answer_change_confirmed",
  "answer_change_dropped",
  "withdrawing",
  "replacement_gone",
  "withdrawn",
  "household_objected",
  "objection_stands",
  "objection_given_back",
  "closed",
] as const;
export type Act = (typeof ACTS)[number];
export const isAct = (act: string): act is Act => (ACTS as readonly string[]).includes(act);
