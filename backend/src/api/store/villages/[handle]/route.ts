import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { refuseWith } from "../../../../lib/refusal";
import { loadVillage } from "../load";

/** One village: story, cooperatives, products with their unit price, figures. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const village = await loadVillage(req.scope, req.params.handle ?? "");
  if (!village) refuseWith("village_not_found", "There is no village of this name here.");
  res.json({ village });
}
