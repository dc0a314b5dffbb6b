import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../../../lib/refusal";
import { requireWriter } from "../../../../facts";
import type { VersionBody } from "../../../../validators";

/** The village grows it no more. */
export async function POST(req: AuthenticatedMedusaRequest<VersionBody>, res: MedusaResponse): Promise<void> {
  const { by, villages } = await requireWriter(req);
  const produce = req.params.produce ?? "";
  valueOf(await villages.seasons.end(by, { ...req.validatedBody, produce }));
  res.json({ season: { produce } });
}
