/** What may be done about missing packs; the backend's words for it. */
export const POLICIES = ["substitute", "refund", "wait", "split", "other_grade"] as const;
