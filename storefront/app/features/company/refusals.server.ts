import { data } from "react-router";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords, typed } from "../ui/form.server";

/** What is refused of companies and nowhere else. */
const OWN = [
  "company_member_exists",
  "company_needed",
  "company_not_found",
  "company_closed",
  "invalid_tax_number",
  "invalid_country",
  "unknown_currency",
  "unknown_time_zone",
  "last_owner",
  "document_missing",
  "words_needed",
  "own_company",
  "tax_number_taken",
  "paper_kept",
  "paper_not_found",
  "address_not_found",
  "too_many_invites",
  "too_many_photos",
  "not_a_paper",
  "pdf_locked",
  "pdf_active",
  "pdf_too_long",
  "photo_too_large",
  "too_many_addresses",
  "sign_in_wrong",
  "member_not_found",
] as const;

export function companyWords(path: Path, refusal: Refusal): string {
  const own = OWN.find((code) => code === refusal.code);
  return own ? say(path)(`company.refusals.${own}`) : inWords(path, refusal);
}

/** The form again as it was typed, with what is wrong. */
export function again(form: FormData, problems: readonly Problem[], status = 400) {
  const typedAgain: Record<string, string> = { ...typed(form), roles: form.getAll("roles").join(",") };
  return data({ problems, typed: typedAgain }, { status });
}

/** What the backend refused, at the field that it names where the form has it, else at `fallback`. */
export function refusedAgain(path: Path, form: FormData, refusal: Refusal, fallback: string) {
  const named = (refusal.field ?? "").split(".").at(-1) ?? "";
  const field = form.has(named) ? named : fallback;
  const wrong = refusal.code === "invalid_input" && form.has(named);
  const words = wrong ? say(path)("company.wrongField") : companyWords(path, refusal);
  return again(form, [{ field: fieldOf(refusal, field), text: words }], refusal.status === 401 ? 400 : refusal.status);
}
