import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SettlementService from "../../../../../modules/settlement/service";

/** For the operator: one payout and what happened to it. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const settlement: SettlementService = req.scope.resolve("settlement");
  const { payout, events } = await settlement.operatorPayouts.one(req.params.id ?? "");
  const { at_key: _, ...shown } = payout;
  res.json({ payout: shown, events });
}
