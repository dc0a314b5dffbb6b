import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { runsOfQuote } from "../../../../../workflows/wholesale/delivery-notes";
import { noteFields } from "../../fields";
import { buyerOf } from "../../scope";

/** What of a quote's order left on trucks so far. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const runs = await runsOfQuote(req.scope, await buyerOf(req), req.params.id ?? "");
  res.json({ delivery_notes: runs.map(noteFields) });
}
