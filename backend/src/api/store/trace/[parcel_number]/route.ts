import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type ParcelService from "../../../../modules/parcel/service";
import { originsOf } from "../../../../workflows/parcel/origins";

/** What the QR on a parcel opens: lots, villages, days. No addressee, no household, no order. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const service: ParcelService = req.scope.resolve("parcel");
  const parcel = await service.parcelByNumber((req.params.parcel_number ?? "").toUpperCase());
  if (!parcel || parcel.state === "void") refuseWith("parcel_not_found", "There is no parcel with this number.");
  const originOf = await originsOf(req.scope, parcel.order_id, parcel.contents);
  res.json({
    trace: {
      number: parcel.number,
      state: parcel.state,
      gross_g: parcel.gross_g,
      handed_over_at: parcel.handed_over_at,
      delivered_at: parcel.delivered_at,
      contents: parcel.contents.map((content) => originOf(content)),
    },
  });
}
