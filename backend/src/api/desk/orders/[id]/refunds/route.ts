import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { lateRefundOf, orderToRefund } from "../../../../../workflows/settlement/late-refund";
import type { LateRefundBody } from "../../../clawbacks/validators";
import { requireMember } from "../../../scope";

/** What of an order's lines of ours could still be given back. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["accountant"]);
  res.json({ order: await orderToRefund(req.scope, req.params.id ?? "", cooperative_id) });
}

/** Money back of an order that is divided: at once, borne by the cooperative. */
export async function POST(req: AuthenticatedMedusaRequest<LateRefundBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const order_id = req.params.id ?? "";
  const input = { ...req.validatedBody, order_id, cooperative_id, person: member_id };
  const { id, amount_minor, currency, state } = valueOf(await lateRefundOf(req.scope, input));
  res.status(201).json({ refund: { id, amount_minor: Number(amount_minor), currency, state } });
}
