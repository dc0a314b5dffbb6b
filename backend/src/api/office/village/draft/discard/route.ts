import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { pageToEdit } from "../../../../../workflows/shop/village-page";
import { requireVillage } from "../../own";
import type { SeenBody } from "../../../../desk/villages/validators";

/** Throws the draft away; the page stays as it is. */
export async function POST(req: AuthenticatedMedusaRequest<SeenBody>, res: MedusaResponse): Promise<void> {
  const { page, villages } = await requireVillage(req);
  const left = valueOf(await villages.pages.discard({ ...req.validatedBody, village_id: page.village_id }));
  res.json({ page: await pageToEdit(req.scope, left) });
}
