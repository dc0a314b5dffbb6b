import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type ParcelService from "../../../modules/parcel/service";
import { requireMember } from "../scope";

/** Parcels that their carrier would not take, with the reason. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as { limit: number; after?: string };
  const parcels: ParcelService = req.scope.resolve("parcel");
  const found = await parcels.bookings.refused({ cooperative_id, ...query });
  res.json({ parcels: found, next: found.length === query.limit ? (found.at(-1)?.id ?? null) : null });
}
