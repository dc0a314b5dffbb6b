import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type VillageService from "../../../modules/village/service";
import { requireSecretary } from "../scope";

export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const secretary = await requireSecretary(req);
  const villages: VillageService = req.scope.resolve("village");
  const [village] = await villages.villages([secretary.village_id]);
  res.json({
    secretary: { id: secretary.secretary_id, name: secretary.name },
    village: village && { id: village.id, handle: village.handle, name: { zh: village.name_zh, en: village.name_en } },
  });
}
