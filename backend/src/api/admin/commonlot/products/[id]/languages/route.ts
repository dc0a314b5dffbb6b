import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { untranslated } from "../../../../../../workflows/shop/untranslated";
import type CooperativeService from "../../../../../../modules/cooperative/service";
import type VillageService from "../../../../../../modules/village/service";

/** For the operator: whose product it is, and what it lacks in one of the languages. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const id = req.params.id ?? "";
  const villages: VillageService = req.scope.resolve("village");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const query = req.scope.resolve(ContainerRegistrationKeys.QUERY);
  const { data } = await query.graph({ entity: "product", fields: ["id", "village.id"], filters: { id } });
  const village_id = (data[0] as unknown as { village?: { id: string } | null } | undefined)?.village?.id;
  const [[village], [lacking]] = await Promise.all([
    villages.villages(village_id === undefined ? [] : [village_id]),
    untranslated(req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION), id),
  ]);
  const pooling = await cooperatives.cooperatives(village?.cooperative_ids ?? []);
  res.json({
    village: village ? { handle: village.handle, zh: village.name_zh, en: village.name_en } : null,
    cooperatives: pooling.map((one) => ({ zh: one.name_zh, en: one.name_en })),
    missing: lacking?.missing ?? [],
  });
}
