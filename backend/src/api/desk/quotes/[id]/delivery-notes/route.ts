import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { runsOfQuote } from "../../../../../workflows/wholesale/delivery-notes";
import { noteFields } from "../../../../wholesale/quotes/fields";
import { sellerOf } from "../../scope";

/** What of a quote's order left on trucks so far. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const runs = await runsOfQuote(req.scope, await sellerOf(req), req.params.id ?? "");
  res.json({ delivery_notes: runs.map(noteFields) });
}
