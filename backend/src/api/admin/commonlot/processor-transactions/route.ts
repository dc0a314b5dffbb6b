import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../lib/keyset";
import type SettlementService from "../../../../modules/settlement/service";
import { OPERATOR_PAGE, type ListQuery } from "../operator";

/** For the operator: what the processor has moved, newest first. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const { after } = req.validatedQuery as ListQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const found = await settlement.processor.transactions({ cursor: after, limit: OPERATOR_PAGE });
  res.json({ rows: found.map(({ at_key: _, ...row }) => row), next: nextCursor(found, OPERATOR_PAGE) });
}
