import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";

/** Takes back a card that priced nothing. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, []);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const id = req.params.id ?? "";
  valueOf(await parcels.rateCards.withdraw({ id, cooperative_id }));
  res.json({ rate_card: { id } });
}
