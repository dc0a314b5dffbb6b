import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { z } from "zod";
import type PoolService from "../../../modules/pool/service";
import type { policyBody } from "../ledger/validators";
import { requireMember } from "../scope";

/** Up to what one person may write off alone, and who bears what a count finds missing. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const pools: PoolService = req.scope.resolve("pool");
  res.json({ policy: await pools.ledgerPolicies.of(cooperative_id) });
}

export async function POST(
  req: AuthenticatedMedusaRequest<z.infer<typeof policyBody>>,
  res: MedusaResponse,
): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["manager"]);
  const pools: PoolService = req.scope.resolve("pool");
  await pools.ledgerPolicies.set({ ...req.validatedBody, cooperative_id, person: member_id });
  res.json({ policy: await pools.ledgerPolicies.of(cooperative_id) });
}
