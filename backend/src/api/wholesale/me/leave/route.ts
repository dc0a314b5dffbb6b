import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { leaveCompany } from "../../../../workflows/wholesale/company-accounts";
import { requireCompany } from "../../scope";
import type { LeaveBody } from "../../validators";

/** Leaves the company: sessions and sign-in end. */
export async function POST(req: AuthenticatedMedusaRequest<LeaveBody>, res: MedusaResponse): Promise<void> {
  const { actor } = await requireCompany(req);
  await leaveCompany(req.scope, actor, { member_id: actor.id, forget: req.validatedBody.forget });
  res.json({ left: true });
}
