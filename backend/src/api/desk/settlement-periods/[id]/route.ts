import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readPeriod } from "../../../../workflows/settlement/read-period";
import { requireMember } from "../../scope";

/** One period with a row per household. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  res.json({ period: await readPeriod(req.scope, req.params.id ?? "", cooperative_id) });
}
