import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { deductionsOfHousehold } from "../../../workflows/parcel/claim/of-household";
import { requireHousehold } from "../scope";

/** What my lots bear of claims, now and of later payouts, and why. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  res.json(await deductionsOfHousehold(req.scope, household_id));
}
