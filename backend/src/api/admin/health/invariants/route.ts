import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { checkInvariants } from "../../../../workflows/health/check-invariants";

/** Every invariant with its count and its violations (docs/reliability.md). For the operator. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const invariants = await checkInvariants(req.scope);
  res.json({ invariants, violations: invariants.reduce((sum, i) => sum + i.violations, 0) });
}
