import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../env";
import { isPdfFile } from "./keep-company-paper";
import { refuseWith } from "./refusal";
import { sendLotPhoto } from "./send-photo";

/** Sends one of a company's papers: a picture to be looked at, a PDF to be saved and never to be run here; 404 for any other. */
export async function sendPaper(
  res: MedusaResponse,
  papers: readonly { id: string; file: string }[],
  id: string,
): Promise<void> {
  const paper = papers.find((one) => one.id === id);
  if (!paper || !isPdfFile(paper.file)) return sendLotPhoto(res, papers, id);
  const at = path.join(readEnv().FILES_DIR, paper.file);
  const found = await stat(at).catch(() => undefined);
  if (!found) refuseWith("photo_not_found", "The paper is not on this machine.");
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Length", found.size);
  res.setHeader("Content-Disposition", `attachment; filename="${paper.id}.pdf"`);
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("Content-Security-Policy", "sandbox; default-src 'none'");
  res.setHeader("Cache-Control", "private, max-age=86400, immutable");
  await pipeline(createReadStream(at), res).catch(() => undefined);
}
