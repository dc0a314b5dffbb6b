import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readThanks } from "@commonlot/domain";
import { PROVINCE_CODES } from "../../../../../lib/province";
import { refuseWith, valueOf } from "../../../../../lib/refusal";
import type VillageService from "../../../../../modules/village/service";
import type { Thanks } from "../../../../../modules/village/thanks";
import { askerOf, requireBuyer } from "../../../orders/buyer";
import type { ThanksBody } from "../../middlewares";
import { tracedParcel } from "../../parcel";

/** Goods have left: from then on there is something to thank for. */
const ON_THEIR_WAY = new Set(["handed_over", "in_transit", "delivered"]);

/** Whether who asks may thank for this parcel's goods, and what they wrote. Of anybody else's thanks it says nothing. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const parcel = await tracedParcel(req);
  const { thanks }: VillageService = req.scope.resolve("village");
  if ((await askerOf(req, parcel.order_id)) !== "buyer") {
    res.json({ may: false, own: null });
    return;
  }
  const own = await thanks.ofOrder(parcel.order_id, parcel.cooperative_id);
  res.json({ may: !own && ON_THEIR_WAY.has(parcel.state), own: own ? ownFields(own) : null });
}

/** Thanks by the order's buyer; they wait until the cooperative has read them. */
export async function POST(req: MedusaRequest<ThanksBody>, res: MedusaResponse): Promise<void> {
  const parcel = await tracedParcel(req);
  await requireBuyer(req, parcel.order_id);
  if (!ON_THEIR_WAY.has(parcel.state))
    refuseWith("thanks_too_early", "Thanks can be written once the goods are on their way. Nothing was sent.");
  const words = valueOf(readThanks(req.validatedBody.words));
  const { thanks }: VillageService = req.scope.resolve("village");
  const { order_id, cooperative_id } = parcel;
  const province_code = PROVINCE_CODES.find((code) => code === parcel.province_code) ?? null;
  const own = valueOf(await thanks.give({ order_id, cooperative_id, province_code, words }));
  res.status(201).json({ own: ownFields(own) });
}

const ownFields = ({ words, state, reason }: Thanks) => ({ words, state, reason });
