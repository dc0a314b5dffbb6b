import { z } from "zod";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { withoutUnseen } from "../shared/unseen";
import { namesIn } from "./village-page";

// Short words of a village to everybody: in both languages, public from a moment, news until a day, withdrawn but never deleted.

export const NOTICE_KINDS = ["notice"] as const;
export type VillageNoticeKind = (typeof NOTICE_KINDS)[number];

const TITLE_CHARS = 80;
const TEXT_CHARS = 1_000;

/** A form sends the ends of lines as "\r\n". A name is found in what is left when signs that nobody sees are gone. */
const text = (most: number) =>
  z
    .string()
    .overwrite((typed) => withoutUnseen(typed.normalize("NFC")).replaceAll("\r\n", "\n").trim())
    .min(1)
    .max(most);

/** What people type. `shown_to`: the last day on which it is news, an ISO day; null for no such day. Texts are plain. */
export const villageNotice = z.strictObject({
  title_zh: text(TITLE_CHARS),
  title_en: text(TITLE_CHARS),
  text_zh: text(TEXT_CHARS),
  text_en: text(TEXT_CHARS),
  shown_to: z.iso.date().nullable(),
});
export type VillageNotice = z.output<typeof villageNotice>;

export const NOTICE_TEXTS = ["title_zh", "title_en", "text_zh", "text_en"] as const;

/** Whether a notice is coming, news, over or withdrawn. `today`: the ISO day in the village. */
export function noticeState(
  notice: { published_at: Date; shown_to: string | null; withdrawn_at: Date | null },
  now: Date,
  today: string,
): "coming" | "news" | "over" | "withdrawn" {
  if (notice.withdrawn_at) return "withdrawn";
  if (notice.published_at > now) return "coming";
  return notice.shown_to !== null && notice.shown_to < today ? "over" : "news";
}

/**
 * Whether a notice may be published that begins on that ISO day. Refuses one that ends before it begins (`invalid_day`) and one that
 * names who has not agreed (`named_without_consent`, `details.names`): `not_agreed` are the names of such households.
 */
export function mayNotify(
  notice: VillageNotice,
  shown_from: string,
  not_agreed: readonly string[],
): Result<VillageNotice, Refusal<"invalid_day" | "named_without_consent">> {
  if (notice.shown_to !== null && notice.shown_to < shown_from)
    return refuse("invalid_day", "It ends before it begins. Nothing was published.", "shown_to");
  for (const field of NOTICE_TEXTS) {
    const names = namesIn(notice[field], not_agreed);
    if (names.length === 0) continue;
    const refused = refuse(
      "named_without_consent",
      `${names.join(", ")} has not agreed to be named in public. Nothing was published; write it without the name, or record the consent first.`,
      field,
    );
    return { ok: false, refusal: { ...refused.refusal, details: { names } } };
  }
  return ok(notice);
}
