import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type CooperativeService from "../../../../../../modules/cooperative/service";
import { requireManager } from "../../../scope";

/** Takes an invitation back: its link opens nothing any more. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await requireManager(req);
  const { invites }: CooperativeService = req.scope.resolve("cooperative");
  res.json({ invite: valueOf(await invites.withdraw(by, req.params.id ?? "")) });
}
