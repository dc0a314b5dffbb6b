import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { askSimulation, simulateFeePolicy } from "../../../../../workflows/settlement/simulate-fees";
import { requireMember } from "../../../scope";
import type { AskSimulationBody, SimulationQuery } from "../../validators";

/**
 * A proposal tried on what was sold in a period, last month when none is named; per household and party. Of many lines `simulation` is what
 * a job has worked out, null until it has, and `trial` says how far it is and of which moment.
 */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const query = req.validatedQuery as unknown as SimulationQuery;
  res.json(await simulateFeePolicy(req.scope, { proposal_id: req.params.id ?? "", cooperative_id, ...query }));
}

/** Has a job try it, where that takes longer than a person waits. */
export async function POST(req: AuthenticatedMedusaRequest<AskSimulationBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id: person } = await requireMember(req, ["accountant"]);
  const asked = { proposal_id: req.params.id ?? "", cooperative_id, person, ...req.validatedBody };
  res.status(202).json({ trial: await askSimulation(req.scope, asked) });
}
