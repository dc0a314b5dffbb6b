import { data } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { both } from "../../lib/shapes";
import { NO_FIELD, type Problem } from "../ui/Field";
import { fieldOf as blamed, typed } from "../ui/form.server";
import { shopWords } from "../shop-desk/words.server";
import { fieldOf } from "./fields";

/** The village that a list of its facts is of. */
export const ofVillage = z.object({ id: z.string(), handle: z.string(), name: both });
export const produceChoice = z.object({ code: z.string(), name: both });

/** The form again as it was typed. `id`: what the form was about; empty for what is new. Its fields are named after it. */
export function again(form: FormData, id: string, problems: readonly Problem[], status = 400) {
  const own = problems.map((one) => (one.field === NO_FIELD ? one : { ...one, field: fieldOf(one.field, id) }));
  return data({ problems: own, typed: typed(form), id }, { status });
}

/** What the backend refused, at the field that it names or else the first of the form. */
export function refusedAgain(path: Path, form: FormData, id: string, refusal: Refusal, fields: readonly string[]) {
  const field = fields.find((one) => one === refusal.field) ?? fields[0] ?? "";
  return again(form, id, [{ field: blamed(refusal, field), text: shopWords(path, refusal) }], refusal.status);
}

/** Fields that must say something and do not. */
export function emptyOf(path: Path, values: Readonly<Record<string, string>>, fields: readonly string[]): Problem[] {
  return fields
    .filter((field) => values[field] === "")
    .map((field) => ({ field, text: say(path)("villageDesk.problems.empty") }));
}
