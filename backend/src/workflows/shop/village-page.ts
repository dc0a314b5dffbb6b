import type { MedusaContainer } from "@medusajs/framework/types";
import type { Result, VillagePage } from "@commonlot/domain";
import type CooperativeService from "../../modules/cooperative/service";
import type { PageInWork, Writer } from "../../modules/village/pages";
import type VillageService from "../../modules/village/service";

/** Names shown of a village's people: a page, not a register. */
export const MAX_NAMES = 40;

/** Who is named in a page's texts without having agreed. */
export function notAgreedIn(container: MedusaContainer, village_id: string, page: VillagePage): Promise<string[]> {
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const text = Object.values(page)
    .filter((value) => typeof value === "string")
    .join("\n");
  return cooperatives.notAgreedIn([{ village_id, text }]).then((found) => found.get(village_id) ?? []);
}

/**
 * Publishes the draft that was seen. Who takes a consent back between the look and the write is blanked where the page is read
 * (workflows/shop/hidden-names.ts).
 */
export async function publishVillagePage(
  container: MedusaContainer,
  input: { village_id: string; seen: string; by: Writer },
): Promise<Result<PageInWork>> {
  const villages: VillageService = container.resolve("village");
  const draft = (await villages.pages.byId(input.village_id))?.draft?.content;
  const not_agreed = draft ? await notAgreedIn(container, input.village_id, draft) : [];
  return villages.pages.publish({ ...input, not_agreed });
}

/** All that an editor shows of a page: what is published, the draft, who may be named, and who published what. */
export async function pageToEdit(container: MedusaContainer, page: PageInWork) {
  const villages: VillageService = container.resolve("village");
  const cooperatives: CooperativeService = container.resolve("cooperative");
  const [people, history, not_agreed] = await Promise.all([
    cooperatives.publicNames(page.village_id, MAX_NAMES),
    villages.pages.history(page.village_id),
    notAgreedIn(container, page.village_id, page.draft?.content ?? page.published),
  ]);
  return {
    id: page.village_id,
    handle: page.handle,
    name: { zh: page.name_zh, en: page.name_en },
    version: page.version,
    revision: page.revision,
    published: page.published,
    draft: page.draft && {
      content: page.draft.content,
      saved_by: page.draft.saved_name,
      saved_at: page.draft.saved_at.toISOString(),
    },
    /** Only who has agreed to be named. */
    people,
    /** Who is named in the texts without having agreed: the page is not published so. */
    not_agreed,
    history: history.map((one) => ({
      version: one.version,
      published_by: one.published_name,
      published_at: one.published_at.toISOString(),
    })),
  };
}
