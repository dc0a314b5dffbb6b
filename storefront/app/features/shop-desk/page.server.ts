import { data, redirect } from "react-router";
import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import type { Member } from "../../lib/member.server";
import { both } from "../../lib/shapes";
import type { Problem } from "../ui/Field";
import { text, typed as typedOf } from "../ui/form.server";
import { detailSchema, villageOf } from "../village/data.server";
import { PLACE_FIELDS, TEXT_FIELDS } from "./fields";
import { shopWords } from "./words.server";

const content = z.object({
  story_zh: z.string(),
  story_en: z.string(),
  people_zh: z.string(),
  people_en: z.string(),
  season_zh: z.string(),
  season_en: z.string(),
  town_zh: z.string(),
  town_en: z.string(),
  lng: z.number().nullable(),
  lat: z.number().nullable(),
});
type Content = z.output<typeof content>;

const pageSchema = z.object({
  page: z.object({
    id: z.string(),
    handle: z.string(),
    name: both,
    version: z.int(),
    revision: z.string(),
    published: content,
    draft: z.object({ content, saved_by: z.string(), saved_at: z.string() }).nullable(),
    people: z.array(z.string()),
    not_agreed: z.array(z.string()),
    history: z.array(z.object({ version: z.int(), published_by: z.string(), published_at: z.string() })),
  }),
});

/** Where a village's page is written: at the desk, or in the village's office. */
export interface Place {
  /** Routes of the backend below it. */
  readonly api: string;
  /** Pages of ours: the editor, and `preview` below it. */
  readonly at: string;
}

export async function pageInWork(member: Member, place: Place) {
  const { page } = await member.read(`${place.api}/page`, pageSchema);
  const now = page.draft?.content ?? page.published;
  return { ...page, typed: typedOfContent(now) };
}

/** The village as the draft would make it. */
export async function previewOf(member: Member, place: Place) {
  const { village } = await member.read(`${place.api}/preview`, z.object({ village: detailSchema }));
  return villageOf(village);
}

/** Keeps what was typed, and goes on to the preview when that was pressed. What is refused keeps the form as it was typed. */
export async function saveDraft(member: Member, path: Path, place: Place, form: FormData) {
  const numbers = { lng: degrees(text(form, "lng"), 180), lat: degrees(text(form, "lat"), 90) };
  const wrong = PLACE_FIELDS.filter((field) => numbers[field] === undefined);
  const problems: Problem[] = wrong.map((field) => ({ field, text: say(path)(`shopDesk.page.problems.${field}`) }));
  if (problems.length > 0) return again(form, problems, 400);
  const texts = Object.fromEntries(TEXT_FIELDS.map((field) => [field, text(form, field)]));
  const answer = await member.call(`${place.api}/draft`, pageSchema, {
    body: { seen: text(form, "seen"), content: { ...texts, ...numbers } },
  });
  if (!answer.ok) return refusedAgain(path, form, answer.refusal);
  return redirect(text(form, "intent") === "preview" ? `${place.at}/preview` : `${place.at}?saved`);
}

/** Publishes the draft that was seen, or throws it away. */
export async function decide(member: Member, path: Path, place: Place, form: FormData) {
  const discards = text(form, "intent") === "discard";
  const answer = await member.call(`${place.api}/${discards ? "draft/discard" : "publish"}`, pageSchema, {
    body: { seen: text(form, "seen") },
  });
  if (!answer.ok) return refusedAgain(path, form, answer.refusal);
  return redirect(`${place.at}?${discards ? "discarded" : "published"}`);
}

const again = (form: FormData, problems: Problem[], status: number, stale = false) =>
  data({ problems, typed: typedOf(form), stale }, { status });

function refusedAgain(path: Path, form: FormData, refusal: Refusal) {
  const named = (refusal.field ?? "").replace(/^content\./, "");
  const stale = refusal.code === "stale";
  const field = stale ? "theirs" : ([...TEXT_FIELDS, ...PLACE_FIELDS].find((one) => one === named) ?? "story_zh");
  return again(form, [{ field, text: shopWords(path, refusal) }], refusal.status, stale);
}

/** Degrees as they were typed; null for nothing, undefined for what is no number of degrees. */
function degrees(typed: string, most: number): number | null | undefined {
  const plain = typed.normalize("NFKC").replace("−", "-");
  if (plain === "") return null;
  if (!/^-?\d{1,3}(\.\d{1,8})?$/.test(plain)) return undefined;
  return Math.abs(Number(plain)) <= most ? Number(plain) : undefined;
}

function typedOfContent(page: Content): Record<string, string> {
  return Object.fromEntries(Object.entries(page).map(([field, value]) => [field, value === null ? "" : String(value)]));
}
