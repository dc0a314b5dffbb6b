import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type ParcelService from "../../../modules/parcel/service";
import { requireMember } from "../scope";

/** Boxes in use with what is on the shelf: the cooperative's own, then the house's examples. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const cartons = await parcels.cartons.list(cooperative_id);
  res.json({ cartons: cartons.map(({ cooperative_id: owner, ...carton }) => ({ ...carton, own: owner !== null })) });
}
