import { z } from "zod";
import { MONEY_PAPER_KINDS } from "../../../modules/settlement/money-papers";
import { id } from "../validators";

const kind = z.enum(MONEY_PAPER_KINDS);
const language = z.enum(["zh", "en"]).default("zh");

/** Which part, where the households are more than one paper takes. */
const part = z.int().min(1).max(10_000).optional();

/** A paper and what it is about. */
export const moneyPaperBody = z.union([
  z.strictObject({ kind, language, part, statement_id: id }),
  z.strictObject({ kind, language, part, payout_id: id }),
  z.strictObject({ kind, language, part, batch_id: id }),
  z.strictObject({ kind, language, part, period_id: id, village_id: id.optional() }),
]);
export type MoneyPaperBody = z.output<typeof moneyPaperBody>;

/** Why a board is corrected: read by the whole village. */
export const correctBoardBody = z.strictObject({
  because: z.string().trim().min(2, "say in a few words why").max(300),
});
export type CorrectBoardBody = z.output<typeof correctBoardBody>;

/** A household's own papers: its statement, and what comes with a payment. */
export const ownPaperBody = z.union([
  z.strictObject({ kind: z.enum(["statement", "statement_large"]), language, statement_id: id }),
  z.strictObject({ kind: z.literal("remittance"), language, payout_id: id }),
]);
export type OwnPaperBody = z.output<typeof ownPaperBody>;
