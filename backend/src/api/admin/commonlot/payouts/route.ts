import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../lib/keyset";
import type SettlementService from "../../../../modules/settlement/service";
import { OPERATOR_PAGE, type PayoutsQuery } from "../operator";

/** For the operator: payouts of every cooperative by state, or the one that is looked for. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { after, state, q } = req.validatedQuery as PayoutsQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const found = await settlement.operatorPayouts.list({ cursor: after, state, q, limit: OPERATOR_PAGE });
  res.json({ rows: found.map(({ at_key: _, ...row }) => row), next: nextCursor(found, OPERATOR_PAGE) });
}
