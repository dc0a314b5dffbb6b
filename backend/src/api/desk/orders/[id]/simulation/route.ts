import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { simulateOrderLine } from "../../../../../workflows/pool/simulate";
import type { OrderSimulationQuery } from "../../../allocation-validators";
import { requireMember } from "../../../scope";

/** What another rule would have given of a line of this order, household by household. Writes nothing. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { order_line_id, ...rule } = req.validatedQuery as OrderSimulationQuery;
  const order_id = req.params.id ?? "";
  res.json({ simulation: await simulateOrderLine(req.scope, { order_id, order_line_id, cooperative_id, rule }) });
}
