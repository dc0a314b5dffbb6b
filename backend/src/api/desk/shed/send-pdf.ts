import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../../../env";
import { refuseWith } from "../../../lib/refusal";

/** Sends a printed file; `missing` is the reason when it is not on this machine. */
export async function sendPdf(
  res: MedusaResponse,
  file: { path: string; name: string; missing: string },
): Promise<void> {
  const from = path.join(readEnv().FILES_DIR, file.path);
  const found = await stat(from).catch(() => undefined);
  if (!found) refuseWith(file.missing, "The file is not on this machine. Print it again.");
  res.setHeader("Content-Type", "application/pdf");
  res.setHeader("Content-Length", found.size);
  res.setHeader("Content-Disposition", `attachment; filename="${file.name}"`);
  res.setHeader("Cache-Control", "private, no-store");
  await pipeline(createReadStream(from), res).catch(() => undefined);
}
