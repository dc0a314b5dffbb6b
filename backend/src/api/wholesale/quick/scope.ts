import type { AuthenticatedMedusaRequest } from "@medusajs/framework/http";
import type { CompanyAct } from "@commonlot/domain";
import type { ListOwner } from "../../../modules/wholesale/quick-order/order-types";
import { requireCompany } from "../scope";

/** Whose list is worked on: each member has one. */
export async function ownerOfList(req: AuthenticatedMedusaRequest, needs: CompanyAct = "buy"): Promise<ListOwner> {
  const { member, company } = await requireCompany(req, needs);
  return { member_id: member.member_id, company_id: company.id };
}
