import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import type { QuoteActor } from "../../../modules/wholesale/quotes/quote-types";
import { requireMember } from "../scope";

/** Who reads and answers quotes for the cooperative that sells: its managers. What a company is offered is nobody else's. */
export async function sellerOf(req: AuthenticatedMedusaRequest): Promise<QuoteActor & { side: "seller" }> {
  const { member_id, cooperative_id } = await requireMember(req, []);
  return { side: "seller", id: member_id, cooperative_id };
}
