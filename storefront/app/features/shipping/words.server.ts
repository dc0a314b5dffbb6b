import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { inWords } from "../ui/form.server";

/** The refusals of this room in the reader's words; the rest are said as everywhere. */
const CODES = [
  "unknown_carrier",
  "rate_card_not_found",
  "rate_card_used",
  "rate_card_ended",
  "invalid_last_day",
  "carton_not_found",
  "invalid_phone",
  "invalid_input",
] as const;

export function shippingRefusal(path: Path, refusal: Refusal): string {
  const code = CODES.find((known) => known === refusal.code);
  return code === undefined ? inWords(path, refusal) : say(path)(`shippingRefusals.${code}`);
}
