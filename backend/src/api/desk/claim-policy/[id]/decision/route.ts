import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import type ParcelService from "../../../../../modules/parcel/service";
import type { PolicyDecisionBody } from "../../../claims/validators";
import { versionFields } from "../../../claims/views";
import { requireMember } from "../../../scope";

/** A second person puts a proposal in force, or somebody drops it. Claims that are open keep what they were opened under. */
export async function POST(req: AuthenticatedMedusaRequest<PolicyDecisionBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const { decision } = req.validatedBody;
  const decided = valueOf(
    await parcels.claims.policies.decide({
      policy_id: req.params.id ?? "",
      cooperative_id,
      decision,
      person: member_id,
    }),
  );
  const names = await cooperatives.memberNames([decided.proposed_by, member_id]);
  res.json({ version: versionFields(decided, names, member_id) });
}
