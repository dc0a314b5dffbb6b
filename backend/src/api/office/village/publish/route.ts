import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import { pageToEdit, publishVillagePage } from "../../../../workflows/shop/village-page";
import { requireVillage } from "../own";
import type { SeenBody } from "../../../desk/villages/validators";

/** Makes the draft the page. */
export async function POST(req: AuthenticatedMedusaRequest<SeenBody>, res: MedusaResponse): Promise<void> {
  const { page, by } = await requireVillage(req);
  const published = await publishVillagePage(req.scope, { ...req.validatedBody, village_id: page.village_id, by });
  res.json({ page: await pageToEdit(req.scope, valueOf(published)) });
}
