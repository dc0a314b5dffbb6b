import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { normalPhone } from "../../../../../lib/phone";
import { refuseWith, valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import type { MendBody } from "../../../carriers/validators";
import { requireMember } from "../../../scope";

/** Puts right what its carrier has against a parcel, and asks for it again; nothing to put right asks as it is. */
export async function POST(req: AuthenticatedMedusaRequest<MendBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const { phone: typed, ...mend } = req.validatedBody;
  const phone = typed === undefined ? undefined : normalPhone(typed);
  if (typed !== undefined && phone === undefined)
    refuseWith("invalid_phone", "This is not a phone number. Nothing was changed.", "phone");
  const id = req.params.id ?? "";
  const { asked } = valueOf(
    await parcels.refusedBookings.askAgain({ parcel_id: id, cooperative_id, person: member_id, phone, ...mend }),
  );
  res.json({ parcel: { id }, asked });
}
