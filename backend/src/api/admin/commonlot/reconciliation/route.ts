import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SettlementService from "../../../../modules/settlement/service";

/** For the operator: the processor's balance against the ledger, with what explains the difference. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const settlement: SettlementService = req.scope.resolve("settlement");
  res.json(await settlement.processor.balances());
}
