import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../lib/refusal";
import type ParcelService from "../../../modules/parcel/service";
import { requireMember } from "../scope";
import type { CarrierBody } from "./validators";
import { carrierView, nowAt } from "./views";

/** All carriers we know and those of the cooperative's own, as it uses them. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const [carriers, now] = await Promise.all([parcels.carriers.list(cooperative_id), nowAt(req.scope, cooperative_id)]);
  res.json({ carriers: carriers.map((carrier) => carrierView(carrier, now)) });
}

/** Says how a carrier is used. */
export async function POST(req: AuthenticatedMedusaRequest<CarrierBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, []);
  const parcels: ParcelService = req.scope.resolve("parcel");
  valueOf(await parcels.carriers.set({ ...req.validatedBody, cooperative_id, person: member_id }));
  res.json({ carrier: { code: req.validatedBody.code } });
}
