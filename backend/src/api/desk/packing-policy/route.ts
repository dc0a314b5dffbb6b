import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type ParcelService from "../../../modules/parcel/service";
import { requireMember } from "../scope";
import type { PolicyBody } from "../shed/validators";

/** How far the scale may be from the plan. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const { tolerance_g, tolerance_bp } = await parcels.packing.policy(cooperative_id);
  res.json({ policy: { tolerance_g, tolerance_bp } });
}

/** Sets it, from now on; what was weighed before keeps the tolerance of its day. */
export async function POST(req: AuthenticatedMedusaRequest<PolicyBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const parcels: ParcelService = req.scope.resolve("parcel");
  await parcels.packing.setPolicy({ ...req.validatedBody, cooperative_id, person: member_id });
  res.status(201).json({ policy: req.validatedBody });
}
