import { z } from "zod";

/** Somebody reads it next year, and the household hears of it. */
export const reversalBody = z.strictObject({ reason: z.string().trim().min(3).max(500) });
export type ReversalBody = z.output<typeof reversalBody>;

export const reversalDecisionBody = z.strictObject({ decision: z.enum(["approve", "drop"]) });
export type ReversalDecisionBody = z.output<typeof reversalDecisionBody>;
