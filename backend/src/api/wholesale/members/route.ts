import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { mayAct } from "@commonlot/domain";
import { limitFields, spentFields } from "../fields";
import { requireCompany } from "../scope";

/** Who acts for the company and as what; for owners also whom they have invited, and what is spent of each one's limit. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, company, member } = await requireCompany(req);
  const owner = mayAct(member.roles, "people");
  const [all, invites] = await Promise.all([
    wholesale.members.all(company.id),
    owner ? wholesale.invites.open(company.id) : [],
  ]);
  const members = all.filter((one) => one.active);
  const seen = members.filter((one) => owner || one.member_id === member.member_id);
  const spent = await wholesale.orders.spentOf(company, seen, new Date());
  res.json({
    members: members.map((one) => {
      const used = spent.get(one.member_id);
      return {
        id: one.member_id,
        name: one.name,
        email: one.email,
        roles: one.roles,
        limits: limitFields(one.limits),
        /** Null without a limit of days or months, and to colleagues. */
        spent: used ? spentFields(used) : null,
        version: one.version,
        since: one.created_at.toISOString(),
        you: one.member_id === member.member_id,
      };
    }),
    invites: invites.map(({ id, name, email, roles, limits, expires_at }) => ({
      id,
      name,
      email,
      roles,
      limits: limitFields(limits),
      expires_at: expires_at.toISOString(),
    })),
    currency: company.currency,
    may_change: owner,
  });
}
