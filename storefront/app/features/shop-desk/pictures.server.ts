import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import { photoOf } from "../weigh-in/photo.server";
import { NO_FIELD, type Problem } from "../ui/Field";
import { fieldOf as blamed, text, typed as typedOf } from "../ui/form.server";
import { pictureSchema } from "../ui/pictures.server";
import { both } from "../../lib/shapes";
import { shopWords } from "./words.server";

const picturesSchema = z.object({
  pictures: z.array(pictureSchema.extend({ id: z.string(), alt: both, added_at: z.string(), own: z.boolean() })),
  quota: z.object({ bytes: z.number(), most: z.number() }),
});
export type PicturesInWork = z.output<typeof picturesSchema>;

/** 8 MB over a weak uplink, and drawn anew in nine files. */
const PICTURE_MS = 60_000;
const WORDS = ["alt_zh", "alt_en"] as const;
const DONE = { words: "described", first: "ordered", remove: "removed" } as const;

/** `api`: the list of pictures at the backend. */
export const picturesOf = (member: Member, api: string): Promise<PicturesInWork> => member.read(api, picturesSchema);

/** Adds a picture, describes one, puts one first or takes it away: one plain form each. `at`: the page, to come back to. */
export async function changePictures(
  member: Member,
  path: Path,
  { api, at }: { api: string; at: string },
  form: FormData,
) {
  const intent = text(form, "intent");
  const id = intent === "add" ? "" : text(form, "picture");
  const words = { alt_zh: text(form, fieldOf("alt_zh", id)), alt_en: text(form, fieldOf("alt_en", id)) };
  const missing: Problem[] = WORDS.filter((field) => words[field] === "").map((field) => ({
    field,
    text: say(path)(`shopDesk.pictures.problems.${field}`),
  }));
  if (intent === "add") {
    const photo = photoOf(form);
    const problems = [
      ...(photo ? [] : [{ field: "photo", text: say(path)("shopDesk.pictures.problems.photo") }]),
      ...missing,
    ];
    if (!photo || problems.length > 0) return again(form, "", problems, 400);
    const answer = await member.call(api, z.unknown(), {
      method: "POST",
      query: words,
      bytes: new Uint8Array(await photo.arrayBuffer()),
      time_limit_ms: PICTURE_MS,
    });
    return answer.ok ? redirect(`${at}?added`) : refused(path, form, "", answer.refusal);
  }
  if (intent !== "words" && intent !== "first" && intent !== "remove") return again(form, id, [], 400);
  if (intent === "words" && missing.length > 0) return again(form, id, missing, 400);
  const to = `${api}/${encodeURIComponent(id)}${intent === "words" ? "" : `/${intent}`}`;
  const answer = await member.call(to, z.unknown(), { body: intent === "words" ? words : {} });
  return answer.ok ? redirect(`${at}?${DONE[intent]}`) : refused(path, form, id, answer.refusal);
}

/** `id`: the picture whose form it was; empty for a new one. Its fields are named after it. */
function again(form: FormData, id: string, problems: Problem[], status: number) {
  const own = problems.map((one) => (one.field === NO_FIELD ? one : { ...one, field: fieldOf(one.field, id) }));
  return data({ problems: own, typed: typedOf(form), id }, { status });
}

function refused(path: Path, form: FormData, id: string, refusal: Refusal) {
  const field =
    refusal.field === "alt_zh" || refusal.field === "alt_en" ? refusal.field : id === "" ? "photo" : "alt_zh";
  return again(form, id, [{ field: blamed(refusal, field), text: shopWords(path, refusal) }], refusal.status);
}

const fieldOf = (field: string, id: string): string => (id === "" ? field : `${field}-${id}`);
