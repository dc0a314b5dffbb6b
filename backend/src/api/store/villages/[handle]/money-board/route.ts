import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SettlementService from "../../../../../modules/settlement/service";
import { boardFields, cacheable, villageOf } from "../../board-of";
import type { BoardQuery } from "../../validators";

/** The money board of a village: each settled period's income, use and balance, newest first. No household is named. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const village = await villageOf(req);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { cursor, limit } = req.validatedQuery as BoardQuery;
  const { boards, next } = await settlement.boards.ofVillage({ village_id: village.id, cursor, limit });
  cacheable(res);
  res.json({
    village: { handle: village.handle, name: { zh: village.name_zh, en: village.name_en } },
    boards: await boardFields(req, boards),
    next,
  });
}
