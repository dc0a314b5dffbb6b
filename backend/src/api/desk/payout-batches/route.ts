import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type SettlementService from "../../../modules/settlement/service";
import { requireMember } from "../scope";

/** The cooperative's payout batches, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const settlement: SettlementService = req.scope.resolve("settlement");
  res.json({ batches: await settlement.batches(cooperative_id) });
}
