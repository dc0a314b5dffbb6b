import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type VillageService from "../../../../../modules/village/service";
import { NOTICES, withHiddenNames } from "../../../../../workflows/shop/hidden-names";
import { noticeFields } from "../../../../../workflows/shop/village-notices";
import { villageOf } from "../../board-of";

/** All public notices of a village, newest first; what was withdrawn is not among them. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const village = await villageOf(req);
  const villages: VillageService = req.scope.resolve("village");
  const { notices, next } = await villages.notices.published(village.id, new Date(), req.validatedQuery);
  const read = await withHiddenNames(req.scope, notices, NOTICES);
  res.json({
    village: { id: village.id, handle: village.handle, name: { zh: village.name_zh, en: village.name_en } },
    notices: read.map(noticeFields),
    next,
  });
}
