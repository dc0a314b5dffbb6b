import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { fileRefused } from "../bank/refused.server";
import { quoteWords } from "../quote/refusals.server";

/** What is refused of transfers and nowhere else. */
const OWN = [
  "terms_not_by_transfer",
  "no_transfer_account",
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

/** For the company. */
export function transferWords(path: Path, refusal: Refusal): string {
  const own = OWN.find((code) => code === refusal.code);
  return own ? say(path)(`transfer.refusals.${own}`) : quoteWords(path, refusal);
}

/** For the desk: also why a statement can't be read, with its line. */
export function deskTransferWords(path: Path, refusal: Refusal): string {
  const own = OWN.find((code) => code === refusal.code);
  return own ? say(path)(`transfer.refusals.${own}`) : fileRefused(path, refusal);
}
