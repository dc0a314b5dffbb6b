import { z } from "zod";

/** A calendar day; whether it exists is the service's to say. */
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, "is a day such as 2026-11-01");

export const OpenPeriod = z.strictObject({ from: day, to: day });
export type OpenPeriodBody = z.infer<typeof OpenPeriod>;

/** Settling and approving take no input: what they do follows from the period and from who asks. */
export const NoInput = z.strictObject({});
