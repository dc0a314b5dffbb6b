import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import type { QuoteActor } from "../../../modules/wholesale/quote-types";
import { requireMember } from "../scope";

/** Who acts upon quotes for the cooperative that sells: its managers; everybody at the desk may look. */
export async function sellerOf(
  req: AuthenticatedMedusaRequest,
  needs: "look" | "sell",
): Promise<QuoteActor & { side: "seller" }> {
  const { member_id, cooperative_id } = await requireMember(req, needs === "sell" ? [] : undefined);
  return { side: "seller", id: member_id, cooperative_id };
}
