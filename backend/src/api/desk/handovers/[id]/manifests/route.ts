import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { manifestFields } from "../../../carriers/views";
import { requireMember } from "../../../scope";

/** Closes the lists of a handover with its carriers. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id, member_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const closed = valueOf(
    await parcels.carrierManifests.close({ handover_id: req.params.id ?? "", cooperative_id, person: member_id }),
  );
  res.json({ manifests: closed.map(manifestFields) });
}
