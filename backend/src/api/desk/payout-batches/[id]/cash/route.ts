import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readCash } from "../../../../../lib/money-facts/cash";
import { requireMember } from "../../../scope";

/** Every household of a cash batch, and where its money is. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  res.json({ cash: await readCash(req.scope, req.params.id ?? "", cooperative_id), me: member_id });
}
