import type { MedusaContainer } from "@medusajs/framework/types";
import { NOTICE_TEXTS, withoutNames, type VillageNotice } from "@commonlot/domain";
import type CooperativeService from "../../modules/cooperative/service";
import type { NoticeRow } from "../../modules/village/notices";
import { SOMEBODY } from "./hidden-names";

/** On a village's page; the rest has a page of its own. */
export const NOTICES_SHOWN = 3;

/** Who is named in a notice without having agreed. */
export async function namedInNotice(
  container: MedusaContainer,
  village_id: string,
  notice: VillageNotice,
): Promise<string[]> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const found = await cooperatives.notAgreedIn([{ village_id, text: textOf(notice) }]);
  return found.get(village_id) ?? [];
}

/** Notices of one village as anybody may read them: who has taken a consent back since is blanked. */
export async function withHiddenNamesInNotices(
  container: MedusaContainer,
  village_id: string,
  notices: readonly NoticeRow[],
): Promise<NoticeRow[]> {
  if (notices.length === 0) return [];
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const found = await cooperatives.notAgreedIn([{ village_id, text: notices.map(textOf).join("\n") }]);
  const names = found.get(village_id) ?? [];
  if (names.length === 0) return [...notices];
  return notices.map((notice) => {
    const read = { ...notice };
    for (const field of NOTICE_TEXTS)
      read[field] = withoutNames(notice[field], names, field.endsWith("zh") ? SOMEBODY.zh : SOMEBODY.en);
    return read;
  });
}

/** What anybody may read of a notice. */
export const noticeFields = (one: NoticeRow) => ({
  id: one.id,
  kind: one.kind,
  title: { zh: one.title_zh, en: one.title_en },
  text: { zh: one.text_zh, en: one.text_en },
  published_at: one.published_at.toISOString(),
  shown_to: one.shown_to,
  corrected_at: one.corrected_at?.toISOString() ?? null,
});

const textOf = (notice: VillageNotice): string => NOTICE_TEXTS.map((field) => notice[field]).join("\n");
