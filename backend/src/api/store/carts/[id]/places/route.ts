import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readCartPlaces } from "../../../../../workflows/parcel/cart-places";

/** Countries and provinces to which a carrier takes all that is sent of a cart; `provinces` is null where the place has no say. 404 for an unknown cart. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.status(200).json({ places: await readCartPlaces(req.scope, req.params.id ?? "") });
}
