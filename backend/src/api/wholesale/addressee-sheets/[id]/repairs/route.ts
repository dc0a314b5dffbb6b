import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readBytes } from "../../../../../lib/read-bytes";
import { valueOf } from "../../../../../lib/refusal";
import { packNames } from "../../../../../workflows/wholesale/addressee-packs";
import { MAX_SHEET_BYTES, ownSheet } from "../../scope";

/** Takes over lines that were put right in a file, by their numbers: the body is the file. */
export async function POST(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { wholesale, by, sheet } = await ownSheet(req, "buy");
  const bytes = valueOf(await readBytes(req, MAX_SHEET_BYTES));
  res.json(valueOf(await wholesale.addresseeSheets.repair(by, { sheet_id: sheet.id, bytes }, packNames)));
}
