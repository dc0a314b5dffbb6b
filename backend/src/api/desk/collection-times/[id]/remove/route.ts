import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import { requireMember } from "../../../scope";

export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, []);
  const { collectionTimes }: CooperativeService = req.scope.resolve("cooperative");
  res.json({ time: valueOf(await collectionTimes.remove(cooperative_id, req.params.id ?? "")) });
}
