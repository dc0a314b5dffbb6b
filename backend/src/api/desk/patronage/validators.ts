import { z } from "zod";
import { currencySchema, PATRONAGE_BASES } from "@commonlot/domain";
import { CURSOR_SHAPE } from "../../../lib/keyset";

const words = z.string().trim().max(500);
const said = words.min(2, "say in a few words why");
const day = z.iso.date();
const year = z.coerce.number().int().min(2_000).max(9_999);
/** Far above any cooperative; the ledger draws the real line. */
const minor = z.coerce.number().int().min(1).max(1_000_000_000_000_000);
const page = {
  cursor: z.string().regex(CURSOR_SHAPE, "is no place in this list").optional(),
  limit: z.coerce.number().int().min(1).max(100).default(50),
};
const terms = {
  year,
  distributable_minor: minor,
  share_bp: z.coerce.number().int().min(1).max(10_000),
  basis: z.enum(PATRONAGE_BASES),
};

export const patronageQuery = z.strictObject({ year: year.optional(), ...page });
export type PatronageQuery = z.output<typeof patronageQuery>;
export const previewQuery = z.strictObject({ ...terms, limit: z.coerce.number().int().min(1).max(500).default(200) });
export type PreviewQuery = z.output<typeof previewQuery>;
/** The assembly's decision in words: its day, its paper. */
export const proposePatronageBody = z.strictObject({ ...terms, words: said });
export type ProposePatronageBody = z.output<typeof proposePatronageBody>;
export const runQuery = z.strictObject({
  after: z.string().max(128).default(""),
  limit: z.coerce.number().int().min(1).max(200).default(100),
});
export type RunQuery = z.output<typeof runQuery>;
export const decidePatronageBody = z.strictObject({
  decision: z.enum(["confirmed", "dropped"]),
  words: words.default(""),
});
export type DecidePatronageBody = z.output<typeof decidePatronageBody>;
export const reversalBody = z.discriminatedUnion("act", [
  z.strictObject({ act: z.literal("ask"), words: said }),
  z.strictObject({ act: z.literal("confirm") }),
]);
export type ReversalBody = z.output<typeof reversalBody>;

const key = z.string().regex(/^[A-Za-z0-9_-]{8,100}$/, "8 to 100 letters, digits, - or _");
const entry = { on_day: day, words: said, idempotency_key: key };
const money = { amount_minor: z.int().min(1).max(1_000_000_000_000), currency: currencySchema };
export const memberEntryBody = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("joined"), ...entry }),
  z.strictObject({ kind: z.literal("left"), ...entry }),
  z.strictObject({ kind: z.literal("paid_in"), ...entry, ...money }),
  z.strictObject({ kind: z.literal("paid_back"), ...entry, ...money }),
]);
export type MemberEntryBody = z.output<typeof memberEntryBody>;
