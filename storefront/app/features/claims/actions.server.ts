import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Answer } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import { exampleAmount, minorTyped } from "../../lib/money.server";
import type { Problem } from "../ui/Field";
import { amountWrong, text, typed } from "../ui/form.server";
import { photoOf } from "../weigh-in/photo.server";
import { refused } from "./data.server";

const any = z.object({});
/** A reshipment plans parcels and tells Medusa in one press. */
const RUN_MS = 20_000;
/** 8 MB over a weak uplink, and drawn anew. */
const PHOTO_MS = 60_000;

/** Forms of a claim's page: what is wished, found, decided, asked, answered, dropped, taken back, or a photo. */
export async function claimAction(desk: Member, path: Path, form: FormData, id: string) {
  const t = say(path);
  const at = `/desk/claims/${encodeURIComponent(id)}`;
  const act = text(form, "act");
  const words = text(form, "words");
  const wrong = (field: string, sentence: string) =>
    data({ problems: [{ field, text: sentence }] as Problem[], typed: typed(form) }, { status: 400 });
  const ended = (answer: Answer<unknown>, field: string) =>
    answer.ok
      ? redirect(`/${path}${at}`)
      : data({ problems: refused(path, answer.refusal, field), typed: typed(form) }, { status: answer.refusal.status });
  const post = async (to: string, body: unknown, field: string) =>
    ended(await desk.call(`${at}/${to}`, any, { body, time_limit_ms: RUN_MS }), field);

  if (act === "photo") {
    const photo = photoOf(form);
    if (!photo) return wrong("photo", t("claims.problems.photo"));
    const bytes = new Uint8Array(await photo.arrayBuffer());
    return ended(await desk.call(`${at}/photos`, any, { method: "POST", bytes, time_limit_ms: PHOTO_MS }), "photo");
  }
  if (act === "wish") {
    const wish = text(form, "wish");
    return wish === "" ? wrong("wish", t("claims.problems.choose")) : post("wish", { wish }, "wish");
  }
  if (act === "inspection") {
    const finding = text(form, "finding");
    if (finding === "") return wrong("finding", t("claims.problems.choose"));
    if (words.length < 2) return wrong("words", t("claims.problems.words"));
    return post("inspection", { finding, words }, "finding");
  }
  if (act === "decision") {
    const [remedy, cause] = [text(form, "remedy"), text(form, "cause")];
    if (remedy === "") return wrong("remedy", t("claims.problems.choose"));
    if (cause === "") return wrong("cause", t("claims.problems.choose"));
    return post("decision", { remedy, cause, words: text(form, "decision_words") }, "remedy");
  }
  if (act === "asked") {
    const ref = text(form, "ref");
    return ref === "" ? wrong("ref", t("claims.problems.ref")) : post("asked", { ref }, "ref");
  }
  if (act === "answer" || act === "answer-change") {
    const of = (name: string) => (act === "answer" ? name : `change_${name}`);
    const answer = text(form, of("answer"));
    if (answer === "") return wrong(of("answer"), t("claims.problems.choose"));
    const currency = text(form, "currency");
    const paid = answer === "paid" ? minorTyped(text(form, of("paid")), currency) : 0;
    if (paid === null || (answer === "paid" && paid === 0))
      return wrong(
        of("paid"),
        amountWrong(
          path,
          text(form, of("paid")),
          currency,
          t("claims.problems.paid", { example: exampleAmount(currency) }),
        ),
      );
    const said = text(form, of("answer_words"));
    if (act === "answer-change" && said.length < 2) return wrong(of("answer_words"), t("claims.problems.words"));
    const sent = await desk.call(`${at}/${act}`, any, {
      body: { answer, paid_minor: paid, words: said },
      time_limit_ms: RUN_MS,
    });
    // The backend names the amount; here it is another form's field.
    return !sent.ok && sent.refusal.field === "paid_minor"
      ? ended({ ok: false, refusal: { ...sent.refusal, field: of("paid") } }, of("answer"))
      : ended(sent, of("answer"));
  }
  if (act === "answer-decision") {
    const to = `answer-change/${encodeURIComponent(text(form, "change_id"))}/decision`;
    return post(to, { decision: text(form, "decision") }, "decision");
  }
  if (act === "objection") {
    const [outcome, said] = [text(form, "outcome"), text(form, "objection_words")];
    if (outcome === "") return wrong("outcome", t("claims.problems.choose"));
    if (said.length < 2) return wrong("objection_words", t("claims.problems.words"));
    return post(
      "objection-answer",
      { household_id: text(form, "household_id"), outcome, words: said },
      "objection_words",
    );
  }
  if (act === "drop" || act === "refuse" || act === "withdraw") {
    const why = text(form, `${act}_words`);
    if (why.length < 2) return wrong(`${act}_words`, t("claims.problems.words"));
    return act === "refuse"
      ? post("drop", { reason: "refused", words: why }, "refuse_words")
      : post(act, { words: why }, `${act}_words`);
  }
  return wrong("act", t("claims.problems.choose"));
}
