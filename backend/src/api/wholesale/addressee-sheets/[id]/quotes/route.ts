import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { askForSheet } from "../../../../../workflows/wholesale/addressees";
import { buyerOf } from "../../../quotes/scope";
import type { SheetQuoteBody } from "../../validators";

/** Asks for a quote of the packs that the sheet names, or of one for all its addressees. Nothing is held by asking. */
export async function POST(req: AuthenticatedMedusaRequest<SheetQuoteBody>, res: MedusaResponse): Promise<void> {
  const by = await buyerOf(req, "buy");
  const quote = await askForSheet(req.scope, by, { sheet_id: req.params.id ?? "", ...req.validatedBody });
  res.status(201).json({ quotes: [quote] });
}
