import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { connectHouseholdWorkflow } from "../../../../workflows/settlement/connect-household";
import { requireHousehold } from "../../scope";
import type { ConnectLinkBody } from "../../validators";

/** A fresh link to Stripe's own pages; the account is made at the first. */
export async function POST(req: AuthenticatedMedusaRequest<ConnectLinkBody>, res: MedusaResponse): Promise<void> {
  const { household_id } = await requireHousehold(req);
  const { result } = await connectHouseholdWorkflow(req.scope).run({
    input: { ...req.validatedBody, household_id, person: household_id },
  });
  res.json({ url: result.url });
}
