import { z } from "zod";

const id = z.string().min(1).max(128);
const key = z.string().regex(/^[A-Za-z0-9_-]{8,100}$/, "8 to 100 letters, digits, - or _");
const reason = z.string().trim().min(3, "say in a few words why").max(300);

export const recallBody = z.strictObject({
  lot_id: id,
  reason,
  /** What buyers are to do with the goods; goes into their message as it is. */
  advice: z.string().trim().min(3, "say what buyers should do").max(120),
  idempotency_key: key,
});
export type RecallBody = z.output<typeof recallBody>;

export const recallsQuery = z.strictObject({
  after_at: z.iso.datetime({ offset: true }).optional(),
  after_id: id.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type RecallsQuery = z.output<typeof recallsQuery>;

export const endBody = z.strictObject({ how: z.enum(["released", "wasted"]), reason });
export type EndBody = z.output<typeof endBody>;

export const affectedQuery = z.strictObject({ after: id.optional() });
export type AffectedQuery = z.output<typeof affectedQuery>;
