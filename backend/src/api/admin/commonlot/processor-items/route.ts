import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../lib/keyset";
import type SettlementService from "../../../../modules/settlement/service";
import { operatorNames } from "../names";
import { OPERATOR_PAGE, operatorOf, type ItemsQuery } from "../operator";

/** For the operator: what the processor and the ledger do not agree on, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { after, closed } = req.validatedQuery as unknown as ItemsQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const asked = { cursor: after, limit: OPERATOR_PAGE, closed: closed === "yes" };
  const found = await settlement.processor.items(asked);
  const names = await operatorNames(
    req.scope,
    found.map((one) => one.owner),
  );
  res.json({
    rows: found.map(({ at_key: _, ...row }) => ({
      ...row,
      owner: names(row.owner),
      mine: row.owner === operatorOf(req),
    })),
    next: nextCursor(found, OPERATOR_PAGE),
  });
}
