import { say } from "../../i18n/say.server";
import type { Path } from "../../i18n/locale";
import { inWords, KNOWN_CODES } from "../ui/form.server";

/** Faults that a scale's file can have, besides what any weigh-in is refused for. */
const FAULTS = [
  "too_many_lines",
  "no_lines",
  "unknown_heading",
  "column_twice",
  "column_missing",
  "empty_cell",
  "not_kg",
  "not_grams",
  "not_count",
  "not_percent",
  "not_day",
  "not_card",
  "not_produce",
  "not_grade",
  "too_long",
  "card_unknown",
  "card_off",
  "day_wrong",
  "number_taken",
  "pieces_needed",
  "weight_needed",
  "tare_not_below_gross",
  "invalid_weight",
  "invalid_pieces",
  "nothing_left",
  "deduction_needs_weight",
] as const;

interface Fault {
  code: string;
  values: Record<string, string | number>;
  message: string;
}

/** What is wrong, in the reader's language; the backend's own sentence for what we have no words for. */
export function faultWords(path: Path, { code, values, message }: Fault): string {
  const known = FAULTS.find((one) => one === code);
  if (known)
    return say(path)(`faults.${known}`, { shown: "", most: 0, known: "", name: "", card: "", day: "", ...values });
  if ((KNOWN_CODES as readonly string[]).includes(code)) return inWords(path, { status: 400, code, message });
  return message;
}
