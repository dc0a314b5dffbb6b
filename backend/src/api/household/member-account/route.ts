import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readMemberAccount } from "../../../workflows/settlement/read-member-account";
import { requireHousehold } from "../scope";

/** The household's account as a member: what it brought and earned, year by year. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  res.json({ years: await readMemberAccount(req.scope, household_id) });
}
