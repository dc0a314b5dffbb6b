import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import type ParcelService from "../../../../../../modules/parcel/service";
import type { CancelBody } from "../../../../carriers/validators";
import { requireMember } from "../../../../scope";

/** Takes back the booking of a parcel that did not leave; its label is void and printed anew. */
export async function POST(req: AuthenticatedMedusaRequest<CancelBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const id = req.params.id ?? "";
  const { cancelled } = valueOf(
    await parcels.bookingCancels.cancel({
      parcel_id: id,
      cooperative_id,
      person: member_id,
      words: req.validatedBody.reason,
    }),
  );
  res.json({ parcel: { id }, cancelled });
}
