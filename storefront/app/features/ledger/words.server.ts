import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords } from "../ui/form.server";

/** The ledger's refusals in the reader's words; the rest are said as everywhere. */
const CODES = [
  "under_held",
  "lot_allocated",
  "lots_allocated",
  "not_whole_packs",
  "invalid_words",
  "invalid_reason",
  "invalid_units",
  "invalid_count",
  "invalid_input",
  "lot_not_found",
  "conflict",
  "same_person",
  "stale",
  "nothing_there",
  "damaged",
  "not_shipped",
  "hold_of_a_quote",
  "hold_of_an_order",
  "expired_lot",
  "invalid_days",
  "ready_in_past",
  "too_far_ahead",
  "wrong_produce",
  "same_pool",
  "insufficient_stock",
  "invalid_figure",
  "invalid_date",
] as const;

export function refusalWords(path: Path, refusal: Refusal): string {
  const code = CODES.find((known) => known === refusal.code);
  return code === undefined ? inWords(path, refusal) : say(path)(`ledgerRefusals.${code}`);
}

/** A refusal at the field it names, by the form's own names. */
export function refusedAt(
  path: Path,
  refusal: Refusal,
  fields: Readonly<Record<string, string>>,
  other: string,
): Problem[] {
  const field = (refusal.field ?? "").split(".")[0] ?? "";
  return [{ field: fieldOf(refusal, fields[field] ?? other), text: refusalWords(path, refusal) }];
}
