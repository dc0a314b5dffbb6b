import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../lib/keyset";
import type ParcelService from "../../../modules/parcel/service";
import { requireMember } from "../scope";
import type { BoardQuery } from "../shed/validators";
import { boardParcelFields } from "../shed/views";

const PAGE = 50;

/** Parcels that still need somebody, by state, and one list of them: the late ones when none is named. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const { list, cursor, limit = PAGE } = req.validatedQuery as unknown as BoardQuery;
  const parcels: ParcelService = req.scope.resolve("parcel");
  const now = new Date();
  const [counts, page] = await Promise.all([
    parcels.board.counts(cooperative_id, now),
    parcels.board.list(cooperative_id, list, { cursor, limit, now }),
  ]);
  res.json({ counts, list, parcels: page.map(boardParcelFields), next: nextCursor(page, limit) });
}
