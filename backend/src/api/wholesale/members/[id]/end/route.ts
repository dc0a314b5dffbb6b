import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { leaveCompany } from "../../../../../workflows/wholesale/company-accounts";
import { requireCompany } from "../../../scope";
import type { LeaveBody } from "../../../validators";

/** Ends somebody's part in the company. */
export async function POST(req: AuthenticatedMedusaRequest<LeaveBody>, res: MedusaResponse): Promise<void> {
  const { actor } = await requireCompany(req, "people");
  const { forget } = req.validatedBody;
  await leaveCompany(req.scope, actor, { member_id: req.params.id ?? "", forget });
  res.json({ left: true });
}
