import { z } from "zod";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { withoutUnseen } from "../shared/unseen";
import { placesOf } from "./names-in-text";

// What a cooperative writes about a village: in both languages, kept as a draft until somebody publishes it.

/** A story is read on a phone: four short paragraphs at most. */
const STORY_CHARS = 2_000;
const PEOPLE_CHARS = 600;
const LINE_CHARS = 80;

/** A form sends the ends of lines as "\r\n". A name is found in what is left when signs that nobody sees are gone. */
const draftText = (most: number) =>
  z
    .string()
    .overwrite((text) => withoutUnseen(text.normalize("NFC")).replaceAll("\r\n", "\n").trim())
    .max(most);

/**
 * The texts and the place of a village's page. A draft may be unfinished: a text may be empty, and a coordinate unknown (null).
 * Texts are plain: markup in them is shown as it was typed. Coordinates are degrees.
 */
export const villagePage = z.strictObject({
  story_zh: draftText(STORY_CHARS),
  story_en: draftText(STORY_CHARS),
  /** About those who live there; may be left out, in both languages. */
  people_zh: draftText(PEOPLE_CHARS),
  people_en: draftText(PEOPLE_CHARS),
  season_zh: draftText(LINE_CHARS),
  season_en: draftText(LINE_CHARS),
  town_zh: draftText(LINE_CHARS),
  town_en: draftText(LINE_CHARS),
  lng: z.number().min(-180).max(180).nullable(),
  lat: z.number().min(-90).max(90).nullable(),
});
export type VillagePage = z.output<typeof villagePage>;

/** Texts of the page without their language. */
export const VILLAGE_TEXTS = ["story", "people", "season", "town"] as const;
export type VillageText = (typeof VILLAGE_TEXTS)[number];
/** Texts that a page may do without. */
const MAY_MISS: ReadonlySet<VillageText> = new Set(["people"]);

/** Fields that are not finished: an empty text, or one language without the other; half a coordinate. Empty when all is there. */
export function missingOf(page: VillagePage): (keyof VillagePage)[] {
  const texts = VILLAGE_TEXTS.flatMap((text) => {
    const empty = ([`${text}_zh`, `${text}_en`] as const).filter((field) => page[field] === "");
    return MAY_MISS.has(text) && empty.length === 2 ? [] : empty;
  });
  if ((page.lng === null) === (page.lat === null)) return texts;
  return [...texts, page.lng === null ? "lng" : "lat"];
}

/** Names that stand in a text, of those given: as households of the village, not as words of the language (names-in-text.ts). */
export function namesIn(text: string, names: readonly string[]): string[] {
  return [...new Set(names)].filter((name) => placesOf(text, name).length > 0);
}

/**
 * Whether a page may be published. Refuses what is missing (`incomplete`, its first field; all of them in `details.missing`) and
 * who is named without having agreed (`named_without_consent`, `details.names`): `not_agreed` are the names of such households.
 */
export function mayPublish(
  page: VillagePage,
  not_agreed: readonly string[],
): Result<VillagePage, Refusal<"incomplete" | "named_without_consent">> {
  const missing = missingOf(page);
  if (missing[0] !== undefined) {
    const refused = refuse(
      "incomplete",
      "The page is not whole in both languages. The draft is kept; fill in what is missing, then publish.",
      missing[0],
    );
    return { ok: false, refusal: { ...refused.refusal, details: { missing } } };
  }
  for (const field of textFields(page)) {
    const names = namesIn(page[field], not_agreed);
    if (names.length === 0) continue;
    const refused = refuse(
      "named_without_consent",
      `${names.join(", ")} has not agreed to be named in public. The draft is kept; write it without the name, or record the consent first.`,
      field,
    );
    return { ok: false, refusal: { ...refused.refusal, details: { names } } };
  }
  return ok(page);
}

/** The text with these names blanked: who takes a consent back is gone from what was published, too. */
export function withoutNames(text: string, names: readonly string[], instead: string): string {
  return namesIn(text, names)
    .sort((a, b) => b.length - a.length)
    .reduce((left, name) => blanked(left, name, instead), text);
}

function blanked(text: string, name: string, instead: string): string {
  return placesOf(text, name).reduceRight(
    (left, { at, length }) => left.slice(0, at) + instead + left.slice(at + length),
    text,
  );
}

const textFields = (page: VillagePage) =>
  (Object.keys(page) as (keyof VillagePage)[]).filter(
    (field): field is `${VillageText}_${"zh" | "en"}` => typeof page[field] === "string",
  );
