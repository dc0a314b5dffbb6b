import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith, valueOf } from "../../../../../../../lib/refusal";
import type ParcelService from "../../../../../../../modules/parcel/service";
import type { WishBody } from "../../../../../../desk/claims/validators";
import { requireBuyer } from "../../../../buyer";

/** The buyer says what they want: the goods again or the money. Until it is decided. */
export async function POST(req: MedusaRequest<WishBody>, res: MedusaResponse): Promise<void> {
  await requireBuyer(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const claim = await parcels.claims.byId(req.params.claim_id ?? "");
  if (!claim || claim.order_id !== req.params.id)
    refuseWith("claim_not_found", "There is no such report for this order.");
  const { wish } = req.validatedBody;
  const { cooperative_id } = claim;
  const said = valueOf(await parcels.claims.wish({ claim_id: claim.id, cooperative_id, person: "buyer", wish }));
  res.json({ claim: { id: said.id, number: said.number, state: said.state, wish: said.wish } });
}
