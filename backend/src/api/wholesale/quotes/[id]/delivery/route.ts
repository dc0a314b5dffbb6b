import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readDelivery } from "../../../../../workflows/wholesale/delivery";
import { buyerOf } from "../../scope";

/** How far the order of a quote is, how its inspection stands, and what was said of it. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json(await readDelivery(req.scope, await buyerOf(req), req.params.id ?? ""));
}
