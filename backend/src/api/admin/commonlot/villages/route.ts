import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../../modules/cooperative/service";
import type ShopService from "../../../../modules/shop/service";
import type VillageService from "../../../../modules/village/service";
import { OPERATOR_PAGE, type HandlesQuery } from "../operator";

/** For the operator: every village, who pools its goods, and how its page stands. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { after = "" } = req.validatedQuery as HandlesQuery;
  const villages: VillageService = req.scope.resolve("village");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const shop: ShopService = req.scope.resolve("shop");
  const found = await villages.pages.all(after, OPERATOR_PAGE);
  const ids = found.map((one) => one.village_id);
  const [households, pictures, pooling] = await Promise.all([
    cooperatives.householdsPerVillage(ids),
    shop.pictures.counts("village", ids),
    cooperatives.cooperatives([...new Set(found.flatMap((one) => one.cooperative_ids))]),
  ]);
  const named = new Map(pooling.map((one) => [one.id, { zh: one.name_zh, en: one.name_en }]));
  res.json({
    rows: found.map((one) => ({
      id: one.village_id,
      handle: one.handle,
      name: { zh: one.name_zh, en: one.name_en },
      region: { zh: one.region_zh, en: one.region_en },
      cooperatives: one.cooperative_ids.flatMap((id) => named.get(id) ?? []),
      households: households.get(one.village_id) ?? 0,
      pictures: pictures.get(one.village_id) ?? 0,
      version: one.version,
      draft: one.draft_at && { saved_by: one.draft_name ?? "", saved_at: one.draft_at.toISOString() },
    })),
    next: found.length < OPERATOR_PAGE ? null : (found.at(-1)?.handle ?? null),
  });
}
