import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { proofKeys } from "../../../workflows/settlement/proofs";

/** The public keys by which proofs are checked without asking us. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.json({ keys: await proofKeys(req.scope) });
}
