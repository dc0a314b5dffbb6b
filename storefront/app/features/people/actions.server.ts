import { data } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords, text, typed } from "../ui/form.server";
import { fieldName } from "../ui/input-fault.server";
import { PURPOSES } from "./words";

/** What a form of the register leads to when it did not work: everything typed, and what is wrong. */
export interface Refused {
  problems: Problem[];
  typed: Record<string, string>;
}

export const done = z.unknown();

/** How the household agreed, from the fields of `Agreed`. */
export function agreedOf(form: FormData) {
  return { kind: text(form, "agreed_kind"), note: text(form, "agreed_note") };
}

/** "2.5" kilograms as grams; undefined for what is no weight, 0 for nothing. */
export function gramsOf(kilograms: string): number | undefined {
  const plain = kilograms.normalize("NFKC").replace(",", ".");
  if (plain === "") return 0;
  if (!/^[0-9]{1,6}(\.[0-9]{1,3})?$/.test(plain)) return undefined;
  return Math.round(Number(plain) * 1_000);
}

/** Fields of the backend's bodies -> fields of our forms, where they are called otherwise. */
const FIELDS: Record<string, string> = {
  "agreed.kind": "agreed_kind",
  "agreed.note": "agreed_note",
  priority_floor_g: "floor_kg",
  "bank.member_id": "bank_member_id",
};

/** The backend's refusal at its field, with what was typed. */
export function refused(path: Path, form: FormData, refusal: Refusal, fallback: string) {
  const field = refusal.field === undefined ? fallback : (FIELDS[refusal.field] ?? refusal.field);
  const words = refusal.code === "invalid_input" ? wrongField(path, field) : inWords(path, refusal);
  return refusedWith(form, [{ field: fieldOf(refusal, field), text: words }], refusal.status === 503 ? 503 : 400);
}

export function refusedWith(form: FormData, problems: Problem[], status = 400) {
  return data({ problems, typed: typed(form) } satisfies Refused, { status });
}

const NAMED = [
  "name",
  "phone",
  "card_number",
  "village_id",
  "relation",
  "on_day",
  "proof",
  "account",
  "holder",
  "bank_member_id",
] as const;

function wrongField(path: Path, field: string): string {
  const t = say(path);
  const named = NAMED.find((one) => one === field);
  if (named) return t(`register.wrong.${named}`);
  const label = fieldName(path, field);
  return label === undefined ? t("inputFault.general") : t("register.wrong.other", { field: label });
}

/** A consent from the fields of its form; `proof_kind` and day as typed. */
export function consentOf(form: FormData) {
  const purpose = PURPOSES.find((one) => one === text(form, "purpose"));
  return {
    purpose,
    given: text(form, "given") === "yes",
    proof_kind: text(form, "proof_kind"),
    proof: text(form, "proof"),
    on_day: text(form, "on_day"),
  };
}
