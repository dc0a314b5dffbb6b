import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type ParcelService from "../../../modules/parcel/service";
import type { NumbersBody } from "../carriers/validators";
import { requireMember } from "../scope";

/** Parcels whose numbers the desk must type. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as { limit: number; cursor?: string };
  const parcels: ParcelService = req.scope.resolve("parcel");
  const found = await parcels.trackingNumbers.wanted({ cooperative_id, ...query });
  res.json({
    parcels: found.map(({ at_key: _, ...parcel }) => parcel),
    next: nextCursor(found, query.limit),
  });
}

/** Stores the numbers that are right; the lines that are not are named. */
export async function POST(req: AuthenticatedMedusaRequest<NumbersBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  res.json(await parcels.trackingNumbers.enter({ cooperative_id, lines: req.validatedBody.numbers }));
}
