import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { AuthenticatedMedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../../../../../env";
import { refuseWith } from "../../../../../lib/refusal";
import type CooperativeService from "../../../../../modules/cooperative/service";
import { REGISTRARS } from "../../../households/one";
import { requireMember } from "../../../scope";

/** A printed sheet of ID cards, as PDF. */
export async function GET(req: AuthenticatedMedusaRequest, res: MedusaResponse): Promise<void> {
  const { cooperative_id } = await requireMember(req, REGISTRARS);
  const cooperatives: CooperativeService = req.scope.resolve("cooperative");
  const sheet = await cooperatives.cardSheets.sheet(req.params.id ?? "", cooperative_id);
  if (!sheet) refuseWith("card_sheet_not_found", "There is no such sheet of cards in your cooperative.");
  if (!sheet.file) refuseWith("card_sheet_not_found", "The cards are being printed. Look again in a moment.");
  const file = path.join(readEnv().FILES_DIR, sheet.file);
  const found = await stat(file).catch(() => undefined);
  if (!found) refuseWith("card_sheet_not_found", "The file is not on this machine. Print the cards again.");
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Length", found.size);
  res.setHeader("Content-Disposition", `attachment; filename="cards-${sheet.id}.pdf"`);
  res.setHeader("Cache-Control", "private, no-store");
  await pipeline(createReadStream(file), res).catch(() => undefined);
}
