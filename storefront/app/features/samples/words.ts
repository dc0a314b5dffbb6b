/** How far a sample is. */
export const STAGES = ["waiting", "offered", "accepted", "ordered", "arrived"] as const;
/** Packs of one sample, and samples of one pack in a season, at most. */
export const [MOST_PACKS, MOST_A_SEASON] = [20, 10];
