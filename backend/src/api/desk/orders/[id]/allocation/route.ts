import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { readAllocation } from "../../../../../workflows/pool/read-allocation";
import type { AllocationQuery } from "../../../allocation-validators";
import { requireMember } from "../../../scope";

/** Which of my cooperative's lots fill an order, and why. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { after } = req.validatedQuery as AllocationQuery;
  res.json(valueOf(await readAllocation(req.scope, { order_id: req.params.id ?? "", cooperative_id, after })));
}
