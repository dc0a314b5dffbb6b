/** What happens to a price list. */
export const ACTS = ["made", "named", "ended", "priced", "put_in", "taken_out"] as const;
