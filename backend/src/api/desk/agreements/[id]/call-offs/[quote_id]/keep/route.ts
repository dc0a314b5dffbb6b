import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { keepForCompany } from "../../../../../../../workflows/wholesale/call-offs";
import { sellerOf } from "../../../../../quotes/scope";

/** Keeps the goods of a call-off that waits, where its agreement leaves that to the cooperative. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const by = await sellerOf(req);
  await keepForCompany(req.scope, by, { agreement_id: req.params.id ?? "", quote_id: req.params.quote_id ?? "" });
  res.json({ kept: true });
}
