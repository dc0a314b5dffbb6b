/** By what a refund is divided. */
export const BASES = ["weight", "value"] as const;
export const STATES = ["proposed", "posted", "dropped", "reversed"] as const;
export const MEMBER_KINDS = ["joined", "left", "paid_in", "paid_back"] as const;
