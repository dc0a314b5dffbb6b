import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import { todayOf } from "../../../lib/today";
import type CooperativeService from "../../../modules/cooperative/service";
import type ParcelService from "../../../modules/parcel/service";
import type { ClaimPolicyBody, ClaimPolicyQuery } from "../claims/validators";
import { termsFields, versionFields } from "../claims/views";
import { requireMember } from "../scope";

/** How my cooperative handles claims today, and every version of it, the newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req);
  const { before } = req.validatedQuery as unknown as ClaimPolicyQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  const [terms, versions] = await Promise.all([
    parcels.claims.policies.inForce(cooperative_id, todayOf(cooperative)),
    parcels.claims.policies.history(cooperative_id, before),
  ]);
  const people = versions.flatMap((one) => [one.proposed_by, one.decided_by ?? ""]);
  const names = await cooperatives.memberNames([...new Set(people)]);
  res.json({
    in_force: termsFields(terms),
    versions: versions.map((one) => versionFields(one, names, member_id)),
    currency: cooperative?.currency ?? "CNY",
  });
}

/** Proposes another one; a second person puts it in force. */
export async function POST(req: AuthenticatedMedusaRequest<ClaimPolicyBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["accountant"]);
  const { from_day, reason, ...policy } = req.validatedBody;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const [cooperative] = await cooperatives.cooperatives([cooperative_id]);
  const today = todayOf(cooperative);
  const made = valueOf(
    await parcels.claims.policies.propose({ cooperative_id, policy, from_day, today, reason, person: member_id }),
  );
  const names = await cooperatives.memberNames([member_id]);
  res.status(201).json({ version: versionFields(made, names, member_id) });
}
