import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { COOPERATIVE_MODULE } from "../../../modules/cooperative";
import type CooperativeService from "../../../modules/cooperative/service";
import { requireMember } from "../scope";

export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req);
  const service = req.scope.resolve<CooperativeService>(COOPERATIVE_MODULE);
  const memberships = await service.memberships.of(member.member_id);
  const cooperatives = await service.cooperatives(memberships.map((one) => one.cooperative_id));
  const cooperative = cooperatives.find((one) => one.id === member.cooperative_id);
  const named = new Map(cooperatives.map((one) => [one.id, { zh: one.name_zh, en: one.name_en }]));
  res.json({
    member: { id: member.member_id, name: member.name, role: member.role },
    /** Where this person works, first joined first: what the switcher shows. */
    cooperatives: memberships.map((one) => ({
      id: one.cooperative_id,
      name: named.get(one.cooperative_id),
      role: one.role,
    })),
    cooperative: cooperative && {
      id: cooperative.id,
      handle: cooperative.handle,
      name: { zh: cooperative.name_zh, en: cooperative.name_en },
      county: { code: cooperative.county_code, zh: cooperative.county_zh, en: cooperative.county_en },
      tz: cooperative.tz,
      currency: cooperative.currency,
    },
  });
}
