import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { closePricePoolWorkflow } from "../../../../../workflows/settlement/price-pools";
import { requireMember } from "../../../scope";

/** Shares what has come in among the lots of its days. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const { result } = await closePricePoolWorkflow(req.scope).run({
    input: { price_pool_id: req.params.id ?? "", cooperative_id, person: member_id },
  });
  res.json({ closed: { revision: result.revision, lots: result.lots, shared_minor: result.shared_minor } });
}
