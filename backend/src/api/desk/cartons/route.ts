import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type ParcelService from "../../../modules/parcel/service";
import { requireMember } from "../scope";

/** Boxes in use with what is on the shelf: the cooperative's own, or the house's examples where it has none. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const all = await parcels.cartons.list(cooperative_id);
  const own = all.filter((carton) => carton.cooperative_id !== null);
  const cartons = own.length > 0 ? own : all;
  res.json({ cartons: cartons.map(({ cooperative_id: owner, ...carton }) => ({ ...carton, own: owner !== null })) });
}
