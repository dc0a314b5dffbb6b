import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { decimalsOver } from "../../lib/money.server";
import { NO_FIELD } from "./Field";
import { inputFault } from "./input-fault.server";

/** The backend's codes we have words for; the rest are said in general terms. */
export const KNOWN_CODES = [
  "unavailable",
  "insufficient_stock",
  "not_sold",
  "busy",
  "cycle_closed",
  "cycle_mixed",
  "pickup_needed",
  "pickup_closed",
  "pickup_changed",
  "address_needed",
  "pickup_not_here",
  "payment_pending",
  "payment_failed",
  "quote_changed",
  "quote_given_back",
  "quote_moved",
  "quote_unpaid",
  "order_canceled",
  "not_found",
  "forbidden",
  "not_your_role",
  "inactive",
  "unauthorized",
  "household_not_found",
  "household_inactive",
  "wrong_village",
  "pool_not_found",
  "pool_closed",
  "over_scale",
  "harvested_in_future",
  "harvested_too_long_ago",
  "idempotency_conflict",
  "parcels_not_ready",
  "order_not_found",
  "same_person",
  "period_exists",
  "invalid_date",
  "invalid_period",
  "no_paying_account",
  "addressee_list_used",
  "answer_file_known",
  "answer_message_known",
  "statement_of_other_account",
  "file_too_large",
  "item_closed",
  "no_shipping",
  "phone_not_dialled",
  "no_pool",
  "over_quality_limit",
  "no_deduction_rule",
  "tare_differs",
  "unknown_container",
  "weighed_at_wrong",
  "correction_below_allocated",
  "correction_below_held",
  "correction_waits",
  "transition_not_allowed",
  "no_change",
  "objection_too_late",
  "not_a_photo",
  "photo_too_large",
  "lot_not_found",
  "sign_in_locked",
  "code_too_soon",
  "short_state",
  "stale",
  "loss_over_stock",
  "not_whole_packs",
  "promised_elsewhere",
  "ask_first",
  "not_captured",
  "already_divided",
  "replacement_affected",
  "replacement_parcel",
  "parcel_void",
  "lot_recalled",
  "recall_open",
  "still_in_orders",
  "parcels_held_back",
  "parcel_arrived",
  "parcel_accounted",
  "answered",
  "card_taken",
  "card_number_needed",
  "village_not_found",
  "sign_in_taken",
  "too_many_people",
  "too_many_for_a_paper",
  "too_many_delegates",
  "too_many_cards",
  "import_too_old",
  "import_not_found",
  "iban_invalid",
  "iban_length",
  "card_number_invalid",
  "bank_number_invalid",
  "bank_number_doubtful",
  "no_account_waiting",
  "password_too_new",
  "commission_run_waits",
  "no_commission_due",
  "commission_run_over",
  "commission_gone_back",
  "too_many_tries",
  "pin_too_new",
  "phone_too_new",
  "cooperative_needed",
  "last_manager",
  "invite_not_found",
  "invite_used",
  "password_stands",
  "invalid_text",
  "member_exists",
  "member_not_found",
  "invalid_password",
  "thanks_empty",
  "thanks_too_long",
  "thanks_with_contact",
  "thanks_given",
  "thanks_too_early",
  "thanks_not_found",
  "too_many_seasons",
  "buy_now",
  "nothing_expected",
  "preorders_full",
  "cycle_only",
  "pack_not_found",
  "pack_changed",
  "preorder_kept",
  "preorder_waits",
  "preorder_over",
  "preorder_paying",
  "preorder_ordered",
  "preorder_not_found",
] as const;
type Code = (typeof KNOWN_CODES)[number];

/** What the backend says of a value in both languages: faults that no code is known for here. */
const saidSchema = z.object({ details: z.object({ said: z.object({ en: z.string(), zh: z.string() }) }) });

function saidIn(path: Path, body: unknown): string | undefined {
  const said = saidSchema.safeParse(body);
  return said.success ? said.data.details.said[path] : undefined;
}

/** A refusal in the reader's words: what happened, what is safe, what to do. */
export function inWords(path: Path, refusal: Refusal): string {
  const t = say(path);
  if ((KNOWN_CODES as readonly string[]).includes(refusal.code)) return t(`refusals.${refusal.code as Code}`);
  if (refusal.code === "invalid_input") return inputFault(path, refusal);
  const said = saidIn(path, refusal.details);
  if (said !== undefined) return t("refusals.otherBecause", { message: said });
  return refusal.message === "" ? t("refusals.other") : t("refusals.otherBecause", { message: refusal.message });
}

/** The field that a refusal is about: none of what was typed when the shop did not answer. */
export const fieldOf = (refusal: Refusal, field: string): string => (refusal.code === "unavailable" ? NO_FIELD : field);

/** What is wrong with an amount: more decimals than its currency has, said with their number, or `otherwise`. */
export function amountWrong(path: Path, typed: string, currency: string, otherwise: string): string {
  const digits = decimalsOver(typed, currency);
  return digits === null
    ? otherwise
    : say(path)("refusals.decimals", { amount: typed.trim(), currency: currency.toUpperCase(), digits });
}

/**
 * What was typed, as plain text, so that a form can show it again. Files and passwords are left out, and a `code`, unless it is the
 * name of a thing: that of a carton, and not one that was sent to a phone.
 */
export function typed(form: FormData, { code = "secret" }: { code?: "secret" | "name" } = {}): Record<string, string> {
  const secret = new Set(["password", "pin", "secret", ...(code === "secret" ? ["code"] : [])]);
  return Object.fromEntries(
    [...form.entries()].filter(
      (entry): entry is [string, string] => typeof entry[1] === "string" && !secret.has(entry[0]),
    ),
  );
}

/** A password as it was typed: spaces in it are part of it. */
export function secret(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}

export function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value.trim() : "";
}
