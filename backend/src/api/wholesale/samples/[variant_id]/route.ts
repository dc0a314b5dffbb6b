import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readSample } from "../../../../workflows/wholesale/sample-page";
import { buyerOf } from "../../quotes/scope";

/** What a sample of a pack is and costs, and those that this company has had. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { company_id } = await buyerOf(req);
  res.json({ sample: await readSample(req.scope, company_id, req.params.variant_id ?? "") });
}
