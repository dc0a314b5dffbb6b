import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { COOPERATIVE_MODULE } from "../../../modules/cooperative";
import type CooperativeService from "../../../modules/cooperative/service";
import { requireMember } from "../scope";

export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req);
  const service = req.scope.resolve<CooperativeService>(COOPERATIVE_MODULE);
  const [cooperative] = await service.cooperatives([member.cooperative_id]);
  res.json({
    member: { id: member.member_id, name: member.name, role: member.role },
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
