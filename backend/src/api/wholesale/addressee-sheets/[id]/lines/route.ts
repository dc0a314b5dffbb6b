import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { packNames } from "../../../../../workflows/wholesale/addressee-packs";
import { sheetOwner } from "../../scope";
import type { LinesBody } from "../../validators";

/** Puts lines right where they stand, or leaves them out: all of them, or none when one is not there. */
export async function POST(req: AuthenticatedMedusaRequest<LinesBody>, res: MedusaResponse): Promise<void> {
  const { wholesale, by } = await sheetOwner(req);
  const { lines } = req.validatedBody;
  valueOf(await wholesale.addresseeSheets.mend(by, { sheet_id: req.params.id ?? "", lines }, packNames));
  res.json({ mended: lines.length });
}
