import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { requireCompany } from "../../../scope";

export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, actor } = await requireCompany(req, "people");
  valueOf(await wholesale.invites.withdraw(actor, req.params.id ?? ""));
  res.json({ withdrawn: true });
}
