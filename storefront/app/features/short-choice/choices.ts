/** What a buyer may want done about missing goods; the backend's words for it. */
export const CHOICES = ["refund", "substitute", "wait"] as const;
export type Choice = (typeof CHOICES)[number];
