import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { valueOf } from "../../../../../lib/refusal";
import { packNames } from "../../../../../workflows/wholesale/addressee-packs";
import { sheetOwner } from "../../scope";
import type { ColumnsBody } from "../../validators";

/** Says what its columns are. A small sheet is read at once; of a large one a job is told, and the page says how far it is. */
export async function POST(req: AuthenticatedMedusaRequest<ColumnsBody>, res: MedusaResponse): Promise<void> {
  const { wholesale, by } = await sheetOwner(req);
  const sheet_id = req.params.id ?? "";
  const { small } = valueOf(await wholesale.addresseeSheets.choose(by, { sheet_id, ...req.validatedBody }));
  if (small) await wholesale.addresseeReading.read(sheet_id, packNames);
  const sheet = await wholesale.addresseeSheets.one(by.company_id, sheet_id);
  res.json({ state: sheet?.state });
}
