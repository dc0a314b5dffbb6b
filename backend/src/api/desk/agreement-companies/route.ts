import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type WholesaleService from "../../../modules/wholesale/service";
import { sellerOf } from "../quotes/scope";

/** Far more than a cooperative deals with in a season. */
const MOST = 500;

/** Companies that this cooperative may propose an agreement to. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await sellerOf(req);
  const { agreements }: WholesaleService = req.scope.resolve("wholesale");
  res.json({ companies: await agreements.companiesOf(cooperative_id, { limit: MOST }) });
}
