/** As the backend names them. */
export const STATES = ["requested", "offered", "countered", "accepted", "rejected", "expired", "withdrawn"] as const;
export type State = (typeof STATES)[number];
/** What the list shows together. */
export const SHOWN = ["open", "accepted", "ended"] as const;
export type Shown = (typeof SHOWN)[number];
export const SIDES = ["buyer", "seller"] as const;
export type Side = (typeof SIDES)[number];
export const BEARERS = ["buyer", "cooperative", "shared"] as const;
export const ACTS = [
  "requested",
  "offered",
  "countered",
  "to_approve",
  "approved",
  "declined",
  "accepted",
  "not_accepted",
  "rejected",
  "withdrawn",
  "expired",
  "gave_way",
  "unpaid",
  "goods_accepted",
  "given_back",
  "approval_taken_back",
] as const;
/** What became of an accepted quote without an order, or with one that is over. */
export const OVERS = ["given_back", "unpaid", "order_cancelled"] as const;
export type Over = (typeof OVERS)[number];
export const ORDER_STATES = ["awaiting_approval", "placed", "declined", "cancelled"] as const;
/** A quote stands so many days at most: longer is an agreement. */
export const MAX_QUOTE_DAYS = 60;
/** What the desk chooses from: the least gives way first. */
export const PRIORITIES = [2, 5, 8] as const;
/** What a buyer may be asked for of a loss of freight, where nothing else is said: basis points of what was quoted. */
export const USUAL_CAP_BP = 1_000;

/** The field that says about which freight was asked back already, so that the second press offers it. */
export const FREIGHT_ASKED = "freight_asked";
