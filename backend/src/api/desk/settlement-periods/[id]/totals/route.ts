import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readTotals } from "../../../../../lib/money-facts/totals";
import { requireMember } from "../../../scope";

/** The money of a period: of the cooperative, and village by village. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const totals = await readTotals(req.scope, req.params.id ?? "", cooperative_id);
  res.json({ totals });
}
