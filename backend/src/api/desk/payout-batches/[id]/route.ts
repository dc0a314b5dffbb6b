import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readBatch } from "../../../../workflows/settlement/read-period";
import { requireMember } from "../../scope";
import type { BatchQuery } from "../validators";

/** One batch with its payouts, page by page. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  const page = req.validatedQuery as unknown as BatchQuery;
  res.json({ batch: await readBatch(req.scope, req.params.id ?? "", cooperative_id, page) });
}
