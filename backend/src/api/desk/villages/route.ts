import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { todayOf } from "../../../lib/today";
import type VillageService from "../../../modules/village/service";
import { requireMember } from "../scope";
import { certificateToEdit } from "./facts";

/** The villages whose goods my cooperative pools, and which of their pages have a draft. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, []);
  const villages: VillageService = req.scope.resolve("village");
  const found = await villages.pages.of(cooperative_id);
  const ending = await villages.certificates.endingSoon(
    found.map((one) => one.village_id),
    todayOf(),
  );
  res.json({
    villages: found.map((one) => ({
      id: one.village_id,
      handle: one.handle,
      name: { zh: one.name_zh, en: one.name_en },
      version: one.version,
      draft: one.draft_at && { saved_by: one.draft_name ?? "", saved_at: one.draft_at.toISOString() },
    })),
    /** Certificates in force that are to be renewed soon. */
    ending: ending.map((one) => ({ village_id: one.village_id, ...certificateToEdit(one) })),
  });
}
