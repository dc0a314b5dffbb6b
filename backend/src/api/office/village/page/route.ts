import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { pageToEdit } from "../../../../workflows/shop/village-page";
import { requireVillage } from "../own";

/** The page with its draft. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { page } = await requireVillage(req);
  res.json({ page: await pageToEdit(req.scope, page) });
}
