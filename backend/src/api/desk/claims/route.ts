import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type ParcelService from "../../../modules/parcel/service";
import { openClaim } from "../../../workflows/parcel/claim/open";
import { requireMember } from "../scope";
import type { ClaimBody, ClaimsQuery } from "./validators";
import { claimFields } from "./views";

/** Claims of my cooperative, newest first; with `open`, those that something is due for. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as ClaimsQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const found = await parcels.claims.list({ cooperative_id, ...query });
  res.json({ claims: found.map(claimFields), next: nextCursor(found, query.limit) });
}

/** Opens a claim about a parcel that left. */
export async function POST(req: AuthenticatedMedusaRequest<ClaimBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer", "accountant"]);
  const claim = await openClaim(req.scope, { ...req.validatedBody, cooperative_id, person: member_id, source: "desk" });
  res.status(201).json({ claim: claimFields(claim) });
}
