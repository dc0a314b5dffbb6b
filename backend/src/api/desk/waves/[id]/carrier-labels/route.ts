import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";

/** Asks once more for labels of the carrier that it did not give. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const wave = await parcels.waves.view(req.params.id ?? "", cooperative_id, new Date());
  if (!wave) refuseWith("wave_not_found", "There is no such wave.");
  res.json({ asked: await parcels.carrierLabels.fetchAgain(wave.id, cooperative_id) });
}
