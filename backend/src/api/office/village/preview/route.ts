import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { loadVillage } from "../../../store/villages/load";
import { requireVillage } from "../own";

/** The village as the shop would show it with the draft; without one, as it does. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { page } = await requireVillage(req);
  res.json({ village: await loadVillage(req.scope, page.handle, page.draft?.content) });
}
