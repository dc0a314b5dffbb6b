import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { pageToEdit } from "../../../../../workflows/shop/village-page";
import { requireOwnVillage } from "../../own";

/** The page with its draft. Managers only. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { page } = await requireOwnVillage(req);
  res.json({ page: await pageToEdit(req.scope, page) });
}
