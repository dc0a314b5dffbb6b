import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../lib/keyset";
import type SettlementService from "../../../../modules/settlement/service";
import type { ReadsQuery } from "../../../desk/ledger-books/validators";

/** For the operator: who took the whole ledger along. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const query = req.validatedQuery as unknown as ReadsQuery;
  const settlement: SettlementService = req.scope.resolve("settlement");
  const found = await settlement.reads.list({ book: "platform", ...query });
  res.json({
    reads: found.map(({ at_key, ...one }) => ({ ...one, at: at_key })),
    next: nextCursor(found, query.limit),
  });
}
