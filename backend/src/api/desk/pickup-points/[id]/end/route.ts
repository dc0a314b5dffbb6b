import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";
import type { EndPointBody } from "../../validators";

export async function POST(req: AuthenticatedMedusaRequest<EndPointBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const id = req.params.id ?? "";
  valueOf(await parcels.pickupPoints.end({ cooperative_id, person: member_id }, id, req.validatedBody.seen));
  res.json({ point: { id } });
}
