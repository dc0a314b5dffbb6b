import type { MedusaContainer } from "@medusajs/framework/types";
import { NOTICE_TEXTS, type VillageNotice } from "@commonlot/domain";
import type CooperativeService from "../../modules/cooperative/service";
import type { NoticeRow } from "../../modules/village/notices";

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
