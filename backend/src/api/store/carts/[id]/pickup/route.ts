import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { choosePickupWorkflow, readPickup } from "../../../../../workflows/parcel/choose-pickup";
import type { PickupBody } from "../../../checkouts/validators";

/** Where the goods of this cart may be fetched, and where they are to be. 404 for an unknown cart. */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  res.status(200).json({ pickup: await readPickup(req.scope, req.params.id ?? "") });
}

/**
 * What is fetched, and where: all of it at once. The cart's way of shipping is chosen again after that, since another freight belongs to it:
 * by `/delivery`, or by Medusa's own calls.
 */
export async function POST(req: MedusaRequest<PickupBody>, res: MedusaResponse): Promise<void> {
  const cart_id = req.params.id ?? "";
  await choosePickupWorkflow(req.scope).run({ input: { cart_id, points: req.validatedBody.points } });
  res.status(200).json({ pickup: await readPickup(req.scope, cart_id) });
}
