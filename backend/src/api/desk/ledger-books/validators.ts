import { z } from "zod";
import { CURSOR_SHAPE } from "../../../lib/keyset";

const words = z.string().trim().max(500);
const day = z.iso.date();

export const daysQuery = z.strictObject({ from: day, to: day });
export type DaysQuery = z.output<typeof daysQuery>;
export const exportQuery = z.strictObject({
  from: day,
  to: day,
  language: z.enum(["zh", "en"]).default("zh"),
  /** For whom or what; kept beside who took it. */
  why: words.default(""),
});
export type ExportQuery = z.output<typeof exportQuery>;
export const codeBody = z.strictObject({ kind: z.string().max(60), code: words, name: words });
export type CodeBody = z.output<typeof codeBody>;
export const readsQuery = z.strictObject({
  cursor: z.string().regex(CURSOR_SHAPE, "is no place in this list").optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
});
export type ReadsQuery = z.output<typeof readsQuery>;
