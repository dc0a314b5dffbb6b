import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Answer } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords, text, typed } from "../ui/form.server";
import { gramsOf } from "./read";

const any = z.object({});
/** The form's fields for what the backend calls them. */
const FIELD_OF: Record<string, string> = { gross_g: "gross", tare_g: "tare", units: "units" };

/** What a form of the ticket's page came to: back to where it came from, or the problem with what was typed. */
function ended(path: Path, form: FormData, answer: Answer<unknown>, to: string, field: string) {
  if (answer.ok) return redirect(to);
  const at = answer.refusal.field ?? field;
  return wrong(
    form,
    [{ field: fieldOf(answer.refusal, FIELD_OF[at] ?? at), text: inWords(path, answer.refusal) }],
    answer.refusal.status,
  );
}

function wrong(form: FormData, problems: Problem[], status: number) {
  return data({ problems, typed: typed(form) }, { status });
}

/** Forms of a ticket at the desk: correct, sign, drop, log an objection, explain. */
export async function ticketAction(desk: Member, path: Path, form: FormData, to: string) {
  const t = say(path);
  const id = encodeURIComponent(text(form, "id"));
  const words = text(form, "words");
  const act = text(form, "act");
  if (act === "sign" || act === "drop") {
    return ended(path, form, await desk.call(`/desk/corrections/${id}/${act}`, any, { body: {} }), to, "act");
  }
  if (words === "") return wrong(form, [{ field: "words", text: t("intake.bad.words") }], 400);
  if (act === "explain") {
    return ended(path, form, await desk.call(`/desk/objections/${id}/explain`, any, { body: { words } }), to, "words");
  }
  if (act === "object") {
    const body = { via: text(form, "via"), words };
    return ended(path, form, await desk.call(`/desk/lots/${id}/objections`, any, { body }), to, "words");
  }
  const what = unitsOf(form);
  if (!what) return wrong(form, [{ field: "units", text: t("intake.bad.units") }], 400);
  const objection_id = text(form, "objection_id");
  const body = {
    ...what,
    words,
    reason: text(form, "reason"),
    idempotency_key: text(form, "idempotency_key"),
    ...(objection_id === "" ? {} : { objection_id }),
  };
  return ended(path, form, await desk.call(`/desk/lots/${id}/corrections`, any, { body }), to, "units");
}

/** What should count instead: kilograms, or pieces. */
function unitsOf(form: FormData): { units: number } | undefined {
  const typed = text(form, "units");
  const units = text(form, "unit") === "piece" ? (/^[1-9]\d{0,5}$/.test(typed) ? Number(typed) : null) : gramsOf(typed);
  return units === null || units === 0 ? undefined : { units };
}
