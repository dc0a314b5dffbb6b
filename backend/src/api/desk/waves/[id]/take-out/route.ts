import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith, valueOf } from "../../../../../lib/refusal";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";
import type { TakeOutBody } from "../../../shed/validators";

/** Takes one parcel that is not packed yet out of the wave: it waits for another. One that is packed is refused. */
export async function POST(req: AuthenticatedMedusaRequest<TakeOutBody>, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, ["packer"]);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const wave = await parcels.waves.view(req.params.id ?? "", cooperative_id, new Date());
  if (!wave) refuseWith("wave_not_found", "There is no such wave.");
  valueOf(await parcels.waves.takeOut({ ...req.validatedBody, wave_id: wave.id, cooperative_id }));
  res.json({ wave_id: wave.id });
}
