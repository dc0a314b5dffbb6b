import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { simulateFeePolicy } from "../../../../../workflows/settlement/simulate-fees";
import { requireMember } from "../../../scope";
import type { SimulationQuery } from "../../validators";

/** A proposal tried on what was sold in a period, last month when none is named; per household and party, nothing written. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as SimulationQuery;
  const simulation = await simulateFeePolicy(req.scope, { proposal_id: req.params.id ?? "", cooperative_id, ...query });
  res.json({ simulation });
}
