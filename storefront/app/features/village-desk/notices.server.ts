import { redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import type { Member } from "../../lib/member.server";
import type { Place } from "../shop-desk/page.server";
import { text } from "../ui/form.server";
import { notice } from "../village/notice.server";
import { again, emptyOf, ofVillage, refusedAgain } from "./answer.server";
import { fieldOf, NOTICE_TEXTS } from "./fields";

const noticesSchema = z.object({
  village: ofVillage,
  today: z.string(),
  notices: z.array(
    notice.extend({
      version: z.int(),
      state: z.enum(["coming", "news", "over", "withdrawn"]),
      withdrawn_at: z.string().nullable(),
      own: z.boolean(),
    }),
  ),
  next: z.string().nullable(),
});
export type NoticesInWork = z.output<typeof noticesSchema>;

export const noticesOf = (desk: Member, { api }: Place, before: string | null): Promise<NoticesInWork> =>
  desk.read(`${api}/notices`, noticesSchema, { cursor: before ?? undefined });

/** What is said of a page's draft, or of a lot, is not true of a notice. */
const OF_NOTICES: ReadonlyMap<string, string> = new Map([
  ["named_without_consent", "named_in_notice"],
  ["idempotency_conflict", "notice_sent_before"],
]);

/** Publishes a notice, corrects or withdraws one. */
export async function changeNotices(desk: Member, path: Path, { api, at }: Place, form: FormData) {
  const intent = text(form, "intent");
  const id = intent === "add" ? "" : text(form, "notice");
  const one = `${api}/notices/${encodeURIComponent(id)}`;
  const seen = Number(text(form, "seen"));
  if (intent === "withdraw") {
    const answer = await desk.call(`${one}/withdraw`, z.unknown(), { body: { seen } });
    return answer.ok ? redirect(`${at}/notices?withdrawn`) : refusedAgain(path, form, id, answer.refusal, NOTICE_TEXTS);
  }
  const texts = Object.fromEntries(NOTICE_TEXTS.map((field) => [field, text(form, fieldOf(field, id))]));
  const shown_from = text(form, "shown_from");
  const empty = [
    ...emptyOf(path, texts, NOTICE_TEXTS),
    ...(intent === "add" ? emptyOf(path, { shown_from }, ["shown_from"]) : []),
  ];
  if (empty.length > 0) return again(form, id, empty);
  const shown_to = text(form, fieldOf("shown_to", id));
  const content = { ...texts, shown_to: shown_to === "" ? null : shown_to };
  const answer =
    intent === "add"
      ? await desk.call(`${api}/notices`, z.unknown(), {
          body: { ...content, shown_from, idempotency_key: text(form, "idempotency_key") },
        })
      : await desk.call(one, z.unknown(), { body: { ...content, seen } });
  if (!answer.ok) {
    const code = OF_NOTICES.get(answer.refusal.code) ?? answer.refusal.code;
    return refusedAgain(path, form, id, { ...answer.refusal, code }, [...NOTICE_TEXTS, "shown_from", "shown_to"]);
  }
  return redirect(`${at}/notices?${intent === "add" ? "announced" : "written"}`);
}
