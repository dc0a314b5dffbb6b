import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import type VillageService from "../../../modules/village/service";
import { requireSecretary } from "../scope";

export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const secretary = await requireSecretary(req);
  const villages: VillageService = req.scope.resolve("village");
  const [village] = await villages.villages([secretary.village_id]);
  const service: CooperativeService = req.scope.resolve("cooperative");
  const cooperatives = await service.cooperatives(village?.cooperative_ids ?? []);
  res.json({
    secretary: { id: secretary.secretary_id, name: secretary.name },
    cooperatives: cooperatives.map((one) => ({ id: one.id, name: { zh: one.name_zh, en: one.name_en } })),
    village: village && { id: village.id, handle: village.handle, name: { zh: village.name_zh, en: village.name_en } },
  });
}
