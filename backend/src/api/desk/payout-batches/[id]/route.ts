import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readBatch } from "../../../../workflows/settlement/read-period";
import { requireMember } from "../../scope";

/** One batch with its payouts. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  res.json({ batch: await readBatch(req.scope, req.params.id ?? "", cooperative_id) });
}
