import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { inWords } from "../ui/form.server";

const WHYS = [
  "empty",
  "not_text",
  "encoding",
  "other_message",
  "cut",
  "malformed",
  "doctype",
  "foreign",
  "too_deep",
  "missing",
  "count",
  "accounts",
  "too_long",
  "amount",
  "currency",
  "status",
  "future",
  "quotes",
  "incoming",
  "payout_answer",
] as const;
const faultSchema = z.object({
  details: z.object({ why: z.enum(WHYS), line: z.int().nullable(), what: z.string() }),
});

/** Why a bank's file was not taken, with its line, in the reader's words. */
export function fileRefused(path: Path, refusal: Refusal): string {
  const t = say(path);
  const fault = faultSchema.safeParse(refusal.details);
  if (!fault.success) return inWords(path, refusal);
  const { why, line, what } = fault.data.details;
  const said = t(`bank.faults.${why}`, { what });
  return line === null ? t("bank.fault", { said }) : t("bank.faultInLine", { line, said });
}
