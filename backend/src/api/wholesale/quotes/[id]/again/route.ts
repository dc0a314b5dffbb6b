import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { addQuote } from "../../../../../workflows/wholesale/quick-list";
import { buyerOf } from "../../scope";

/** Adds what a quote was about to this member's list, to ask for it again. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  res.json(await addQuote(req.scope, await buyerOf(req, "buy"), req.params.id ?? ""));
}
