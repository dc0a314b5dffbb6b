import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type CooperativeService from "../../../modules/cooperative/service";
import type VillageService from "../../../modules/village/service";
import type { Thanks } from "../../../modules/village/thanks";
import { thanksFields } from "../../../workflows/village/thanks";
import { requireMember } from "../scope";

/** Thanks that wait to be read, and a page of those decided. For the manager, who writes the shop's pages. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, []);
  const villages: VillageService = req.scope.resolve("village");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const { waiting, decided, next } = await villages.thanks.ofCooperative(cooperative_id, req.validatedQuery);
  const names = await cooperatives.memberNames([...new Set(decided.flatMap((one) => one.decided_by ?? []))]);
  const fields = (one: Thanks) => ({
    id: one.id,
    ...thanksFields(one),
    state: one.state,
    given_at: one.given_at,
    decided_at: one.decided_at,
    decided_by: names.get(one.decided_by ?? "") ?? null,
    reason: one.reason,
  });
  res.json({ waiting: waiting.map(fields), decided: decided.map(fields), next });
}
