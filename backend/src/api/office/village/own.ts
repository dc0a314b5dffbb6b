import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import type { PageInWork, Writer } from "../../../modules/village/pages";
import type VillageService from "../../../modules/village/service";
import { requireSecretary } from "../scope";

/** The secretary's own village, and as whom they write. */
export async function requireVillage(
  req: AuthenticatedMedusaRequest,
): Promise<{ page: PageInWork; by: Writer; villages: VillageService }> {
  const { secretary_id, village_id, name } = await requireSecretary(req);
  const villages: VillageService = req.scope.resolve("village");
  const page = await villages.pages.byId(village_id);
  if (!page) refuseWith("village_not_found", "Your village is not there any more. Ask the platform's operator.");
  return { page, by: { id: secretary_id, name }, villages };
}
