import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import type ParcelService from "../../../../modules/parcel/service";
import { requireMember } from "../../scope";
import { parcelFields } from "../fields";

/** One parcel of my cooperative with what is in it and how it came along. Another cooperative's is not there. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const member = await requireMember(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const parcel = await parcels.parcelOfCooperative(req.params.id ?? "", member.cooperative_id);
  if (!parcel) refuseWith("parcel_not_found", "There is no such parcel.");
  res.json({
    parcel: {
      ...parcelFields(parcel),
      phone: parcel.phone,
      address: parcel.address,
      contents: parcel.contents.map((content) => ({
        order_line_id: content.order_line_id,
        title: content.title,
        packs: content.packs,
        lot_id: content.lot_id,
        household_id: content.household_id,
        units: content.units,
      })),
      events: parcel.events.map((event) => ({
        at: event.at,
        state: event.state,
        said: event.said,
        place: event.place,
      })),
    },
  });
}
