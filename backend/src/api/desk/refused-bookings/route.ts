import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type ParcelService from "../../../modules/parcel/service";
import type { RefusedQuery } from "../carriers/validators";
import { requireMember } from "../scope";

/** Parcels that their carrier would not take, with its reason: of my cooperative, a handover of it, or one parcel. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as RefusedQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const found = await parcels.refusedBookings.list({ cooperative_id, ...query });
  res.json({ parcels: found, next: found.length === query.limit ? (found.at(-1)?.id ?? null) : null });
}
