import { z } from "zod";
import { say } from "../../i18n/say.server";
import type { Path } from "../../i18n/locale";
import type { Refusal } from "../../lib/api.server";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords } from "../ui/form.server";

/** Why the rail has not taken it back, as far as pages have words for it. */
const ANSWERS = [
  "balance_not_available",
  "account_closed",
  "account_restricted",
  "refused_by_rail",
  "no_answer",
] as const;

export const reversalsSchema = z.object({
  reversals: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      batch_id: z.string(),
      batch_number: z.string(),
      currency: z.string(),
      amount_minor: z.int(),
      reason: z.string(),
      state: z.enum(["proposed", "dropped", "intended", "unknown", "created", "failed"]),
      proposed_by: z.string().nullable(),
      decided_by: z.string().nullable(),
      answer_code: z.enum(ANSWERS).nullable().catch("refused_by_rail"),
      created_at: z.string(),
      mine: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});
export type Reversal = z.output<typeof reversalsSchema>["reversals"][number];

const CODES = ["not_transferred", "reversal_waits", "reversal_decided", "same_person"] as const;

/** A refusal in the reader's words, beside its field. */
export function refusedReversal(path: Path, refusal: Refusal, field: string): Problem[] {
  const known = CODES.find((one) => one === refusal.code);
  return [
    {
      field: fieldOf(refusal, field),
      text: known === undefined ? inWords(path, refusal) : say(path)(`reversals.refusals.${known}`),
    },
  ];
}
