import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { mayAct } from "@commonlot/domain";
import { limitFields } from "../fields";
import { requireCompany } from "../scope";

/** Who acts for the company and as what; whom an owner has invited, for owners. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, company, member } = await requireCompany(req);
  const owner = mayAct(member.roles, "people");
  const [members, invites] = await Promise.all([
    wholesale.members.all(company.id),
    owner ? wholesale.invites.open(company.id) : [],
  ]);
  res.json({
    members: members
      .filter((one) => one.active)
      .map((one) => ({
        id: one.member_id,
        name: one.name,
        email: one.email,
        roles: one.roles,
        limits: limitFields(one.limits),
        version: one.version,
        since: one.created_at.toISOString(),
        you: one.member_id === member.member_id,
      })),
    invites: invites.map(({ id, name, email, roles, expires_at }) => ({
      id,
      name,
      email,
      roles,
      expires_at: expires_at.toISOString(),
    })),
    currency: company.currency,
    may_change: owner,
  });
}
