import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type ParcelService from "../../../modules/parcel/service";
import { requireMember } from "../scope";
import { parcelFields } from "./fields";
import type { ParcelsQuery } from "./validators";

/** Parcels of my cooperative, a page at a time. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req);
  const { limit, ...filter } = req.validatedQuery as unknown as ParcelsQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const page = await parcels.parcelsOfCooperative({ ...filter, cooperative_id: member.cooperative_id, limit });
  res.json({ parcels: page.map(parcelFields), next: page.length === limit ? (page.at(-1)?.id ?? null) : null });
}
