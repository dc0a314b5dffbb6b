import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type ParcelService from "../../../modules/parcel/service";
import { requireMember } from "../scope";
import type { NewPointBody } from "./validators";

/** Where the cooperative's buyers fetch their goods; what has ended stands last. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const points = await parcels.pickupPoints.ofDesk(cooperative_id);
  res.json({ points: points.map(({ cooperative_id: _, ...point }) => point) });
}

/** One more point. */
export async function POST(req: AuthenticatedMedusaRequest<NewPointBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const by = { cooperative_id, person: member_id };
  res.status(201).json({ point: valueOf(await parcels.pickupPoints.add(by, req.validatedBody)) });
}
