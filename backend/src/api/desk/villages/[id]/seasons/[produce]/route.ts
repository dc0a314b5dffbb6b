import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../lib/refusal";
import { requireWriter } from "../../../facts";
import type { SeasonBody } from "../../../validators";

/** Other days of a season. */
export async function POST(req: AuthenticatedMedusaRequest<SeasonBody>, res: MedusaResponse): Promise<void> {
  const { by, villages } = await requireWriter(req);
  const produce = req.params.produce ?? "";
  valueOf(await villages.seasons.change(by, { ...req.validatedBody, produce }));
  res.json({ season: { produce } });
}
