import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { MedusaRequest, MedusaResponse } from "@medusajs/framework/http";
import { papersFolder } from "../../../../lib/keep-paper";
import { paperFile } from "../../../../lib/pdf-file";
import { refuseWith } from "../../../../lib/refusal";
import type ShopService from "../../../../modules/shop/service";

/**
 * A certificate's paper that is shown, as a file to be saved: it was written by somebody else, so nothing of it may run where we live.
 * Kept for minutes only, because what is withdrawn is to be gone.
 */
export async function GET(req: MedusaRequest, res: MedusaResponse): Promise<void> {
  const name = req.params.file ?? "";
  const id = paperFile(name);
  const shop: ShopService = req.scope.resolve("shop");
  if (id === undefined || !(await shop.papers.shownOf([id])).has(id))
    refuseWith("paper_not_found", "There is no such paper.");
  const at = path.join(papersFolder(), name);
  const found = await stat(at).catch(() => undefined);
  if (!found) refuseWith("paper_not_found", "The paper is not on this machine.");
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Length", found.size);
  // Without a name: whoever links to it knows the certificate's number.
  res.setHeader("Content-Disposition", "attachment");
  res.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("Cache-Control", "private, max-age=300");
  await pipeline(createReadStream(at), res).catch(() => undefined);
}
