import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../lib/keyset";
import type SettlementService from "../../../../modules/settlement/service";
import type { MoneyListQuery } from "../../../desk/clawbacks/validators";

/** For the operator: every dispute, also those that no order of ours is known for. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const query = req.validatedQuery as unknown as MoneyListQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const found = await settlement.disputes.list(query);
  res.json({
    disputes: found.map(({ at_key: _, ...one }) => one),
    next: nextCursor(found, query.limit),
  });
}
