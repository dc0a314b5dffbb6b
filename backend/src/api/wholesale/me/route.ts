import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { companyFields, limitFields, spentFields } from "../fields";
import { requireCompany } from "../scope";

/** Who is signed in, for which company, as what, and what of their limit is spent. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, company, member } = await requireCompany(req);
  const spent = await wholesale.orders.spent(company, member, new Date());
  res.json({
    member: {
      id: member.member_id,
      name: member.name,
      email: member.email,
      roles: member.roles,
      limits: limitFields(member.limits),
      since: member.created_at.toISOString(),
    },
    spent: spent && spentFields(spent),
    company: companyFields(company),
  });
}
