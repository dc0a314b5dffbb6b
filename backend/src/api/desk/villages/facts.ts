import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { produceWords } from "../../../lib/words";
import type { VillageWriter } from "../../../modules/village/acts";
import type { Certificate } from "../../../modules/village/certificates";
import type VillageService from "../../../modules/village/service";
import { requireOwnVillage } from "./own";

/** A village of mine with who writes of it: its seasons, certificates and notices are written at once, without a draft. */
export async function requireWriter(req: AuthenticatedMedusaRequest): Promise<{
  by: VillageWriter;
  villages: VillageService;
  village: { id: string; handle: string; name: { zh: string; en: string } };
}> {
  const { page, by, cooperative_id, villages } = await requireOwnVillage(req);
  return {
    by: { village_id: page.village_id, cooperative_id, person: by.id },
    villages,
    village: { id: page.village_id, handle: page.handle, name: { zh: page.name_zh, en: page.name_en } },
  };
}

/** A certificate as those who write it see it. */
export const certificateToEdit = (one: Certificate) => ({
  id: one.id,
  kind: one.kind,
  number: one.number,
  produce: one.produce === null ? null : { code: one.produce, name: produceWords(one.produce) },
  issuer_zh: one.issuer_zh,
  issuer_en: one.issuer_en,
  valid_from: one.valid_from,
  valid_to: one.valid_to,
});
