import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type { Refusal, Result } from "@commonlot/domain";
import { refuseWith } from "../../../lib/refusal";
import type { ClaimRow } from "../../../modules/parcel/claim-types";
import type { Role } from "../../../modules/cooperative/types";
import type ParcelService from "../../../modules/parcel/service";
import { thenRun } from "../../../workflows/parcel/claim/run";
import { requireMember } from "../scope";
import { claimPage } from "./views";

/**
 * What a member does with the claim in the address, what follows from it in the house, and its page afterwards. Another
 * cooperative's claim is not there.
 */
export async function moveClaim(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse,
  roles: readonly Role[],
  move: (
    parcels: ParcelService,
    of: { claim_id: string; cooperative_id: string; person: string },
  ) => Promise<Result<ClaimRow, Refusal>>,
): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, roles);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const claim_id = req.params.id ?? "";
  if (!(await parcels.claims.byId(claim_id, cooperative_id))) refuseWith("claim_not_found", "There is no such claim.");
  await thenRun(req.scope, await move(parcels, { claim_id, cooperative_id, person: member_id }));
  await sendClaim(req, res, { cooperative_id, member_id });
}

export async function sendClaim(
  req: AuthenticatedMedusaRequest,
  res: MedusaResponse,
  { cooperative_id, member_id }: { cooperative_id: string; member_id: string },
): Promise<void> {
  const parcels: ParcelService = req.scope.resolve("parcel");
  const view = await parcels.claims.view(req.params.id ?? "", cooperative_id);
  if (!view) refuseWith("claim_not_found", "There is no such claim.");
  res.json({ claim: await claimPage(req.scope, view, member_id) });
}
