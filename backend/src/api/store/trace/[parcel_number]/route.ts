import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import type VillageService from "../../../../modules/village/service";
import { originsOf } from "../../../../workflows/parcel/origins";
import { THANKS, withHiddenNames } from "../../../../workflows/shop/hidden-names";
import { thanksFields } from "../../../../workflows/village/thanks";
import { tracedParcel } from "../parcel";

/** What the QR on a parcel opens: lots, villages, days, thanks that are shown. No addressee, no household, no order. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const villages: VillageService = req.scope.resolve("village");
  const parcel = await tracedParcel(req);
  const [originOf, thanks] = await Promise.all([
    originsOf(req.scope, parcel.order_id, parcel.contents),
    villages.thanks.ofOrder(parcel.order_id, parcel.cooperative_id),
  ]);
  const [shown] = await withHiddenNames(req.scope, thanks?.state === "published" ? [thanks] : [], THANKS);
  res.json({
    trace: {
      number: parcel.number,
      state: parcel.state,
      gross_g: parcel.gross_g,
      handed_over_at: parcel.handed_over_at,
      delivered_at: parcel.delivered_at,
      contents: parcel.contents.map((content) => originOf(content)),
      thanks: shown ? thanksFields(shown) : null,
    },
  });
}
