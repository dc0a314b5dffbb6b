import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import type ParcelService from "../../../../modules/parcel/service";
import { requireMember } from "../../scope";
import type { PointBody } from "../validators";

/** Other words or days, when the point is still what was seen. */
export async function POST(req: AuthenticatedMedusaRequest<PointBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const { seen, ...point } = req.validatedBody;
  const id = req.params.id ?? "";
  valueOf(await parcels.pickupPoints.change({ cooperative_id, person: member_id }, id, seen, point));
  res.json({ point: { id } });
}
