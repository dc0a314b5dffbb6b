import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import type { CompanyAct } from "@commonlot/domain";
import type { QuoteActor } from "../../../modules/wholesale/quote-types";
import { requireCompany } from "../scope";

/** Who acts upon quotes for the company that buys. */
export async function buyerOf(
  req: AuthenticatedMedusaRequest,
  needs: CompanyAct = "look",
): Promise<QuoteActor & { side: "buyer" }> {
  const { member, company } = await requireCompany(req, needs);
  return { side: "buyer", id: member.member_id, company_id: company.id };
}
