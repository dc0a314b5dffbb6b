import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import type { MedusaResponse } from "@medusajs/framework/http";
import { readEnv } from "../env";
import { refuseWith } from "./refusal";

/** Sends one of the pictures that the caller may see; 404 for any other. Never shown inline as anything but a picture. */
export async function sendLotPhoto(
  res: MedusaResponse,
  photos: readonly { id: string; file: string }[],
  id: string,
): Promise<void> {
  const photo = photos.find((one) => one.id === id);
  if (!photo) refuseWith("photo_not_found", "There is no such photo.");
  const at = path.join(readEnv().FILES_DIR, photo.file);
  const found = await stat(at).catch(() => undefined);
  if (!found) refuseWith("photo_not_found", "The photo is not on this machine.");
  res.setHeader("Content-Type", "image/jpeg");
  res.setHeader("Content-Length", found.size);
  res.setHeader("Content-Disposition", `inline; filename="${photo.id}.jpg"`);
  res.setHeader("X-Content-Type-Options", "nosniff");
  res.setHeader("Cache-Control", "private, max-age=86400, immutable");
  await pipeline(createReadStream(at), res).catch(() => undefined);
}
