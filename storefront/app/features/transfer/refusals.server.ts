import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { majorText } from "../../lib/money.server";
import { fileRefused } from "../bank/refused.server";
import { quoteWords } from "../quote/refusals.server";

/** What is refused of transfers and nowhere else. */
const OWN = [
  "not_on_account",
  "transfer_begun",
  "no_transfer_account",
  "no_transfer_account_of_part",
  "not_to_pay",
  "transfer_address_needed",
  "amount_changed",
  "proforma_not_found",
  "proforma_off",
  "proforma_paid",
  "payer_unknown",
  "transfer_used",
  "transfer_in_use",
  "taken_back_closed",
] as const;

/** What is said of credit, with its sums. */
const creditSchema = z.object({
  details: z.object({
    currency: z.string(),
    left_minor: z.string().default("0"),
    over_minor: z.string().default("0"),
    late_minor: z.string().default("0"),
  }),
});

/** For the company. */
export function transferWords(path: Path, refusal: Refusal): string {
  const credit = creditSchema.safeParse(refusal.details);
  if (credit.success && (refusal.code === "over_credit" || refusal.code === "invoice_overdue")) {
    const { currency, ...sums } = credit.data.details;
    const money = (minor: string) => `${majorText(Number(minor), currency)} ${currency}`;
    return say(path)(`transfer.refusals.${refusal.code}`, {
      left: money(sums.left_minor),
      over: money(sums.over_minor),
      late: money(sums.late_minor),
    });
  }
  const own = OWN.find((code) => code === refusal.code);
  return own ? say(path)(`transfer.refusals.${own}`) : quoteWords(path, refusal);
}

/** For the desk: also why a statement can't be read, with its line. */
export function deskTransferWords(path: Path, refusal: Refusal): string {
  const own = OWN.find((code) => code === refusal.code);
  return own ? say(path)(`transfer.refusals.${own}`) : fileRefused(path, refusal);
}
