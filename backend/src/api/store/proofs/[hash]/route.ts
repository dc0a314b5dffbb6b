import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import { checkProof } from "../../../../workflows/settlement/proofs";

/** Whether a proof, or a file of it, is ours: found by its SHA-256. Says how much for how many, and no name. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const hash = (req.params.hash ?? "").toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(hash)) refuseWith("proof_not_found", "No proof of ours has this hash.");
  res.setHeader("Cache-Control", "no-store");
  res.json({ proof: await checkProof(req.scope, hash) });
}
