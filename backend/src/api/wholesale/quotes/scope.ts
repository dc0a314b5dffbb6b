import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import { mayAct, type CompanyAct } from "@commonlot/domain";
import type { QuoteActor } from "../../../modules/wholesale/quotes/quote-types";
import { requireCompany } from "../scope";

/** Who acts upon quotes for the company that buys. */
export async function buyerOf(
  req: AuthenticatedMedusaRequest,
  needs: CompanyAct = "look",
): Promise<QuoteActor & { side: "buyer" }> {
  const { member, company } = await requireCompany(req, needs);
  return { side: "buyer", id: member.member_id, company_id: company.id };
}

/** Who looks at quotes of the company, and whether they buy for it. */
export async function lookerOf(
  req: AuthenticatedMedusaRequest,
): Promise<{ by: QuoteActor & { side: "buyer" }; buys: boolean }> {
  const { member, company } = await requireCompany(req);
  return {
    by: { side: "buyer", id: member.member_id, company_id: company.id },
    buys: mayAct(member.roles, "buy"),
  };
}
