import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { companyFields, limitFields } from "../fields";
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
    spent: spent && {
      spent_minor: Number(spent.spent_minor),
      /** What waits for an approver: limits count it beside what is spent. */
      waiting_minor: Number(spent.waiting_minor),
      /** What they have let through of others', by the day they did: it counts for their word, not for what they buy. */
      approved_minor: Number(spent.approved_minor),
      first_day: spent.window.first_day,
      last_day: spent.window.last_day,
    },
    company: companyFields(company),
  });
}
