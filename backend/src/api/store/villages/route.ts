import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { loadVillages } from "./load";

/** Every village as a card. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.json({ villages: await loadVillages(req.scope) });
}
