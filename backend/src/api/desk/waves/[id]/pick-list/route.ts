import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import { refuseWith } from "../../../../../lib/refusal";
import { pickListOf } from "../../../../../lib/shed-facts";
import { gradeWords, produceWords } from "../../../../../lib/words";
import type ParcelService from "../../../../../modules/parcel/service";
import { requireMember } from "../../../scope";
import { waveFields } from "../../../shed/views";

/** What to fetch for the parcels of a wave that are still here: by product, then lot, then by parcel. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req);
  const parcels: ParcelService = req.scope.resolve("parcel");
  const wave = await parcels.waves.view(req.params.id ?? "", cooperative_id, new Date());
  if (!wave) refuseWith("wave_not_found", "There is no such wave.");
  const list = await pickListOf(req.scope.resolve(ContainerRegistrationKeys.PG_CONNECTION), wave.id);
  res.json({
    wave: waveFields(wave),
    products: list.products.map(({ produce, grade, ...product }) => ({
      ...product,
      produce_name: produceWords(produce),
      grade_name: gradeWords(grade),
    })),
    lots: list.lots,
    parcels: list.parcels,
  });
}
