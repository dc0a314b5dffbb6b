import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { nowAt } from "../../../carriers/views";
import { requireMember } from "../../../scope";

/** Ends a card with a day. */
export async function POST(req: AuthenticatedMedusaRequest<{ last_day: string }>, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, []);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const id = req.params.id ?? "";
  const { today } = await nowAt(req.scope, cooperative_id);
  valueOf(await parcels.rateCards.end({ id, cooperative_id, today, ...req.validatedBody }));
  res.json({ rate_card: { id } });
}
