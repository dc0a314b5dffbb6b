import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type PoolService from "../../../../modules/pool/service";
import { requireMember } from "../../scope";
import type { ContainerBody } from "../../weigh-in/validators";

/** Adds a container, or changes the one with this code. */
export async function POST(req: AuthenticatedMedusaRequest<ContainerBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["manager"]);
  const pools: PoolService = req.scope.resolve("pool");
  await pools.equipment.setContainer({ ...req.validatedBody, cooperative_id });
  res.status(201).json({ container: req.validatedBody });
}
