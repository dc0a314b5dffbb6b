import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type ParcelService from "../../../modules/parcel/service";
import type { PageQuery } from "../carriers/validators";
import { requireMember } from "../scope";

/** Bookings that were taken back, and which of them the carrier would not, newest first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { cursor, limit } = req.validatedQuery as unknown as PageQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const page = await parcels.bookingCancels.list({ cooperative_id, cursor, limit });
  res.json({
    cancels: page.map(({ id, parcel_id, reference, carrier, why, words, state, reason, at }) => ({
      id,
      parcel_id,
      reference,
      carrier,
      why,
      words,
      state,
      reason,
      at: at.toISOString(),
    })),
    next: nextCursor(page, limit),
  });
}
