import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { inWords } from "../ui/form.server";

/** Codes that this room has words of its own for. */
const OWN = [
  "stale",
  "incomplete",
  "named_without_consent",
  "no_change",
  "not_a_photo",
  "not_a_paper",
  "pdf_locked",
  "pdf_active",
  "too_many_papers",
  "photo_too_large",
  "picture_shape",
  "picture_not_found",
  "pictures_busy",
  "too_many_photos",
  "quota_full",
  "one_pack_size",
  "invalid_pack",
  "pack_named_twice",
  "pack_stands",
  "product_not_found",
  "named_in_notice",
  "named_in_thanks",
  "season_exists",
  "season_not_found",
  "invalid_day",
  "certificate_exists",
  "certificate_not_found",
  "notice_not_found",
  "notice_withdrawn",
  "notice_sent_before",
] as const;

const named = z.object({ details: z.object({ names: z.array(z.string()) }) });

/** A refusal about what the shop shows, in the reader's words. */
export function shopWords(path: Path, refusal: Refusal): string {
  const code = OWN.find((one) => one === refusal.code);
  if (code === undefined) return inWords(path, refusal);
  if (code !== "named_without_consent" && code !== "named_in_notice" && code !== "named_in_thanks")
    return say(path)(`shopDesk.refusals.${code}`);
  const names = named.safeParse(refusal.details).data?.details.names ?? [];
  return say(path)(`shopDesk.refusals.${code}`, { names: names.join(path === "zh" ? "、" : ", ") });
}
