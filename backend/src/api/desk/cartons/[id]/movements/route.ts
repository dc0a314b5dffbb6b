import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { nextCursor } from "../../../../../lib/keyset";
import { refuseWith } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { namesOf } from "../../../ledger/views";
import { requireMember } from "../../../scope";

/** What came and went of a box type, the last first. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const query = req.validatedQuery as unknown as { limit: number; cursor?: string };
  const parcels: ParcelService = req.scope.resolve("parcel");
  const found = await parcels.cartons.movements({ id: req.params.id ?? "", cooperative_id, ...query });
  if (!found) refuseWith("carton_not_found", "There is no such carton of this cooperative.");
  const names = await namesOf(req.scope, { members: found.map((one) => one.person) });
  res.json({
    movements: found.map(({ id, delta, reason, words, person, order_id, at_key }) => ({
      id,
      delta,
      reason,
      words,
      person: names.member(person),
      order_id,
      at: at_key,
    })),
    next: nextCursor(found, query.limit),
  });
}
