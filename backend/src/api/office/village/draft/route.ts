import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../lib/refusal";
import { pageToEdit } from "../../../../workflows/shop/village-page";
import { requireVillage } from "../own";
import type { DraftBody } from "../../../desk/villages/validators";

/** Keeps what was typed beside the published page. */
export async function POST(req: AuthenticatedMedusaRequest<DraftBody>, res: MedusaResponse): Promise<void> {
  const { page, by, villages } = await requireVillage(req);
  const saved = valueOf(await villages.pages.saveDraft({ ...req.validatedBody, village_id: page.village_id, by }));
  res.json({ page: await pageToEdit(req.scope, saved) });
}
