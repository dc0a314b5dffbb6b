import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";

/** Asks the carriers again for all parcels of a handover that they refused and that lack nothing. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const handover_id = req.params.id ?? "";
  res.json(valueOf(await parcels.refusedBookings.askAllAgain({ handover_id, cooperative_id, person: member_id })));
}
