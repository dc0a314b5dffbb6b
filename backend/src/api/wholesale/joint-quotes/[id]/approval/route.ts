import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { approveJoint } from "../../../../../workflows/wholesale/joint-accept";
import { buyerOf } from "../../../quotes/scope";
import type { ApprovalBody } from "../../../quotes/validators";

/** An approver's word about the total of a joint quote. */
export async function POST(req: AuthenticatedMedusaRequest<ApprovalBody>, res: MedusaResponse): Promise<void> {
  const { id: member_id, company_id } = await buyerOf(req, "approve");
  const input = { joint_id: req.params.id ?? "", ...req.validatedBody };
  res.json(await approveJoint(req.scope, { member_id, company_id }, input));
}
