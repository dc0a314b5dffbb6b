import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { approveQuote } from "../../../../../workflows/wholesale/quote-accept";
import { buyerOf } from "../../scope";
import type { ApprovalBody } from "../../validators";

/** An approver's word about what a buyer may not spend alone. */
export async function POST(req: AuthenticatedMedusaRequest<ApprovalBody>, res: MedusaResponse): Promise<void> {
  const { id: member_id, company_id } = await buyerOf(req, "approve");
  const input = { quote_id: req.params.id ?? "", ...req.validatedBody };
  res.json(await approveQuote(req.scope, { member_id, company_id }, input));
}
