import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import { askPaper } from "../statement/print.server";
import type { Problem } from "../ui/Field";
import { fieldOf, inWords, text, typed } from "../ui/form.server";
import { photoOf } from "../weigh-in/photo.server";
import { keptPhotoSchema } from "./data.server";

const any = z.object({});
/** 8 MB over a weak uplink, and drawn anew. */
const PHOTO_MS = 60_000;
const KNOWN = ["cash_handed", "cash_paid", "cash_carried", "cash_open", "same_person", "photo_needed"] as const;

/** Forms of a cash batch: hand out, confirm, take back, carry over, print. */
export async function cashAction(desk: Member, path: Path, form: FormData, id: string) {
  const t = say(path);
  const act = text(form, "act");
  if (act === "print") return askPaper(desk, path, form, "desk");
  const at = `/desk/payout-batches/${encodeURIComponent(id)}`;
  const ticked = form.getAll("payout").filter((one): one is string => typeof one === "string");
  let photo_id = text(form, "photo_id");
  const wrong = (field: string, sentence: string, status = 400) =>
    data({ problems: [{ field, text: sentence }] as Problem[], typed: typed(form), ticked, photo_id }, { status });
  const refused = (refusal: Refusal, field: string) =>
    wrong(fieldOf(refusal, field), cashWords(path, refusal), refusal.status);
  /** The list on the page that the form is about. */
  const list = act === "paid" || act === "carry" ? "open" : "handed";
  // Before anything is refused: a browser does not keep a file for the next try.
  const photo = act === "paid" ? photoOf(form) : undefined;
  if (photo) {
    const bytes = new Uint8Array(await photo.arrayBuffer());
    const kept = await desk.call(`${at}/photos`, keptPhotoSchema, { method: "POST", bytes, time_limit_ms: PHOTO_MS });
    if (!kept.ok) return refused(kept.refusal, "photo");
    photo_id = kept.value.photo.id;
  }
  const all = text(form, "all") === "yes";
  if (ticked.length === 0 && !all) return wrong(list, t("cash.problems.none"));
  const payout_ids = all ? { all_of: text(form, "shown").split(" ") } : ticked;

  if (act === "paid") {
    if (photo_id === "") return wrong("photo", t("cash.problems.photo"));
    const answer = await desk.call(`${at}/cash-paid`, any, { body: { payout_ids, photo_id } });
    return answer.ok ? redirect(`/${path}/desk/batches/${id}/cash?done=paid`) : refused(answer.refusal, list);
  }
  if (act === "confirm") {
    const answer = await desk.call(`${at}/cash-confirm`, any, { body: { payout_ids } });
    return answer.ok ? redirect(`/${path}/desk/batches/${id}/cash?done=confirm`) : refused(answer.refusal, list);
  }
  if (act === "back") {
    const words = text(form, "back_words");
    if (ticked.length === 0) return wrong(list, t("cash.problems.backOne"));
    if (words.length < 2) return wrong("back_words", t("cash.problems.words"));
    const answer = await desk.call(`${at}/cash-back`, any, { body: { payout_ids: ticked, because: words } });
    return answer.ok ? redirect(`/${path}/desk/batches/${id}/cash?done=back`) : refused(answer.refusal, list);
  }
  const reason = text(form, "reason");
  if (reason === "") return wrong("reason", t("cash.problems.reason"));
  const answer = await desk.call(`${at}/cash-carry`, any, {
    body: { payout_ids, reason, words: text(form, "words") },
  });
  return answer.ok ? redirect(`/${path}/desk/batches/${id}/cash?done=carry`) : refused(answer.refusal, list);
}

function cashWords(path: Path, refusal: Refusal): string {
  const known = KNOWN.find((one) => one === refusal.code);
  return known === undefined ? inWords(path, refusal) : say(path)(`cash.refusals.${known}`);
}
