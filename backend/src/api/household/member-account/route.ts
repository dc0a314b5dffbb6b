import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readMemberAccount } from "../../../workflows/settlement/read-member-account";
import { requireHousehold } from "../scope";

/** The household's account as a member: share capital, and what it brought, earned and was given back, year by year. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  res.json(await readMemberAccount(req.scope, household_id));
}
