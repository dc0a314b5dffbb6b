import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";

/** Fields of the backend's bodies that we have a name for; of the others only the fault is said. */
const NAMED = [
  "name",
  "title",
  "text",
  "words",
  "reason",
  "why",
  "note",
  "phone",
  "email",
  "country",
  "country_code",
  "province",
  "city",
  "address",
  "address_1",
  "first_name",
  "postal_code",
  "language",
  "tax_number",
  "time_zone",
  "currency",
  "password",
  "code",
  "quantity",
  "packs",
  "lines",
  "line",
  "units",
  "amount",
  "amount_minor",
  "price_minor",
  "freight_minor",
  "paid_minor",
  "limit_minor",
  "day",
  "on_day",
  "from",
  "to",
  "from_day",
  "until_day",
  "wanted_on",
  "deliver_on",
  "expires_at",
  "harvested_on",
  "ready_from",
  "ready_to",
  "opens",
  "closes",
  "minimum",
  "minimum_packs",
  "gross_g",
  "tare_g",
  "weighed_g",
  "grams",
  "pieces",
  "grade",
  "reference",
  "tracking_number",
  "account",
  "holder",
  "plate",
  "roles",
  "kind",
  "wish",
  "remedy",
  "cause",
  "decision",
] as const;

/** What a field of the backend is called for people: "lines.3.packs" is packs. Undefined where we have no name for it. */
export function fieldName(path: Path, field: string | undefined): string | undefined {
  const last = (field ?? "").split(".").findLast((part) => !/^\d+$/.test(part));
  const named = NAMED.find((one) => one === last);
  return named && say(path)(`inputFault.fields.${named}`);
}

const saidSchema = z.object({ details: z.object({ said: z.object({ en: z.string(), zh: z.string() }) }) });
/** Faults that only a program can do something about: names of fields and of choices. */
const TECHNICAL = /\bfields\b|be a list|be text|forms that are taken|must be one of|true or false|has a name/;

/**
 * A value that the backend did not take, without the names that programs have for things: the field by its label where we know it, and
 * what is wrong with it; else that something is.
 */
export function inputFault(path: Path, refusal: Refusal): string {
  const t = say(path);
  const field = refusal.field;
  const name = fieldName(path, field);
  if (field === undefined || field === "") return t("inputFault.general");
  const said = saidSchema.safeParse(refusal.details);
  // Without both languages it is a schema's own sentence, in English.
  const en = said.success ? said.data.details.said.en : refusal.message;
  const sentence = said.success ? said.data.details.said[path] : path === "en" ? refusal.message : "";
  const [, fault] = /^[^:：]+[:：]\s*(.+?)[.。]$/su.exec(sentence.startsWith(field) ? sentence : "") ?? [];
  if (fault === undefined || TECHNICAL.test(en))
    return name === undefined ? t("inputFault.general") : t("inputFault.named", { name, fault: t("inputFault.wrong") });
  if (!said.success) return t("refusals.otherBecause", { message: `${fault}.` });
  return name === undefined ? t("inputFault.one", { fault }) : t("inputFault.named", { name, fault });
}
