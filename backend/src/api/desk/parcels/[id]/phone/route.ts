import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { normalPhone } from "../../../../../lib/phone";
import { refuseWith, valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";

/** Gives a parcel the phone its carrier asked for; it is booked then. */
export async function POST(req: AuthenticatedMedusaRequest<{ phone: string }>, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const phone = normalPhone(req.validatedBody.phone);
  if (phone === undefined) refuseWith("invalid_phone", "This is not a phone number. Nothing was changed.", "phone");
  const id = req.params.id ?? "";
  valueOf(await parcels.bookings.givePhone({ parcel_id: id, cooperative_id, phone }));
  res.json({ parcel: { id } });
}
