import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readCartFreight } from "../../../../../workflows/parcel/cart-freight";

/** What of a cart's freight is whose parcels', who carries them and how long that usually takes. 404 for an unknown cart. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.status(200).json({ freight: await readCartFreight(req.scope, req.params.id ?? "") });
}
