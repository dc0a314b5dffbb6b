import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { compareCarriage } from "../../../../../workflows/wholesale/quote-carriage";
import { carriageFields } from "../../../../wholesale/quotes/fields";
import { sellerOf } from "../../scope";

/** Parcels and trucks for the last version's goods, side by side, by today's rates. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json({ carriage: carriageFields(await compareCarriage(req.scope, await sellerOf(req), req.params.id ?? "")) });
}
