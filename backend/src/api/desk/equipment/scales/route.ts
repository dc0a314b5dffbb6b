import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type PoolService from "../../../../modules/pool/service";
import { requireMember } from "../../scope";
import type { ScaleBody } from "../../weigh-in/validators";

/** Adds a scale, or changes the one with this code. */
export async function POST(req: AuthenticatedMedusaRequest<ScaleBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["manager"]);
  const pools: PoolService = req.scope.resolve("pool");
  await pools.equipment.setScale({ ...req.validatedBody, cooperative_id });
  res.status(201).json({ scale: req.validatedBody });
}
