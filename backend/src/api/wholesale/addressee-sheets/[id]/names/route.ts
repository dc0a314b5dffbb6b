import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { sayNames } from "../../../../../workflows/wholesale/addressee-packs";
import { ownSheet } from "../../scope";
import type { NamesBody } from "../../validators";

/** Says what names of packs mean on this sheet, for all lines that have them. */
export async function POST(req: AuthenticatedMedusaRequest<NamesBody>, res: MedusaResponse): Promise<void> {
  const { sheet, by } = await ownSheet(req, "buy");
  const { names } = req.validatedBody;
  await sayNames(req.scope, by, { sheet_id: sheet.id, names });
  res.json({ said: names.length });
}
