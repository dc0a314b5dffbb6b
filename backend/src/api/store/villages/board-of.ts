import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../lib/refusal";
import type CooperativeService from "../../../modules/cooperative/service";
import type { BoardView } from "../../../modules/settlement/money-board-views";
import type VillageService from "../../../modules/village/service";
import type { VillageRow } from "../../../modules/village/types";

/** A minute: a board changes a few times a month, and what it says stays true. */
const FRESH_S = 60;

export async function villageOf(req: MedusaRequest): Promise<VillageRow> {
  const villages: VillageService = req.scope.resolve("village");
  const village = await villages.villageByHandle(req.params.handle ?? "");
  if (!village) refuseWith("village_not_found", "There is no village of this name here.");
  return village;
}

/** Anybody's proxy may keep it: it says nothing of who asks. */
export function cacheable(res: MedusaResponse): void {
  res.setHeader("Cache-Control", `public, max-age=${FRESH_S}`);
}

/** What anybody may read of published rows, with the names of their cooperatives. */
export async function boardFields(req: MedusaRequest, boards: readonly BoardView[]) {
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const found = await cooperatives.cooperatives([...new Set(boards.map((board) => board.cooperative_id))]);
  const named = new Map(found.map((one) => [one.id, { zh: one.name_zh, en: one.name_en }]));
  return boards.map(({ cooperative_id, ...board }) => ({
    ...board,
    cooperative: named.get(cooperative_id) ?? { zh: "", en: "" },
  }));
}
