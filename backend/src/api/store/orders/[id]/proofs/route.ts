import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { issueProof, proofsOf } from "../../../../../workflows/settlement/proofs";
import { requireBuyer } from "../../buyer";

/** The proofs of benefit of an order, for its buyer, the newest first; before there is one, what is missing for it. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  res.json(await proofsOf(req.scope, req.params.id ?? ""));
}

/** Issues the next version; when nothing has changed, the last one is it. */
export async function POST(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  res.status(201).json({ proof: await issueProof(req.scope, req.params.id ?? "", "buyer") });
}
