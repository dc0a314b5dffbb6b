import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../../lib/refusal";
import type SettlementService from "../../../../../../modules/settlement/service";
import { boardFields, cacheable, villageOf } from "../../../board-of";
import type { HashesQuery } from "../../../validators";

/** One row of a board, with the hash of every household's slip in the order of the hashes. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const village = await villageOf(req);
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { after, limit } = req.validatedQuery as HashesQuery;
  const found = await settlement.boards.board({ id: req.params.id ?? "", village_id: village.id, after, limit });
  if (!found) refuseWith("board_not_found", "There is no such row on this board.");
  const [board] = await boardFields(req, [found.board]);
  cacheable(res);
  res.json({
    village: { handle: village.handle, name: { zh: village.name_zh, en: village.name_en } },
    board,
    hashes: found.hashes,
    next: found.next,
  });
}
