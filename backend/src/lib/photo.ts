import { createHash } from "node:crypto";
import type { Readable } from "node:stream";
import sharp from "sharp";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";

/** A phone's picture has 2 to 6 MB. */
export const MAX_PHOTO_BYTES = 8 * 1024 * 1024;
/** Pixels that are unpacked at most: a 48-megapixel phone and no bomb. */
export const MAX_PIXELS = 50_000_000;
/** The long edge kept: enough to see a walnut in a sack. */
const EDGE_PX = 1_600;
const QUALITY = 80;

export type PhotoRefusal = Refusal<"photo_too_large" | "not_a_photo">;

export interface Photo {
  jpeg: Buffer;
  width: number;
  height: number;
  /** Of the bytes that were sent: the same picture sent again is found by it. */
  source_sha256: string;
}

/** Reads a request's bytes up to the limit; more are refused without being kept. */
export async function readPhoto(from: Readable): Promise<Result<Buffer, PhotoRefusal>> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of from as AsyncIterable<Buffer>) {
    bytes += part.length;
    if (bytes <= MAX_PHOTO_BYTES) parts.push(part);
  }
  if (bytes <= MAX_PHOTO_BYTES) return ok(Buffer.concat(parts));
  const message = `A photo has at most ${MAX_PHOTO_BYTES / 1024 / 1024} MB. What it was for stands without it; take a smaller picture.`;
  return refuse("photo_too_large", message, "photo");
}

/**
 * The picture drawn anew as JPEG: whatever else was in the file (place, phone, time, another file) is gone. Refuses what
 * does not begin like JPEG, PNG or WebP, what cannot be drawn, and what unpacks to more than 50 megapixels.
 */
export async function redrawPhoto(source: Buffer): Promise<Result<Photo, PhotoRefusal>> {
  const refused = refuse(
    "not_a_photo",
    "This file is not a photo that can be read. The lot stands without it; send a JPEG, PNG or WebP picture.",
    "photo",
  );
  if (!isPicture(source)) return refused;
  try {
    const { data, info } = await sharp(source, { limitInputPixels: MAX_PIXELS, failOn: "error", animated: false })
      .rotate()
      .resize({ width: EDGE_PX, height: EDGE_PX, fit: "inside", withoutEnlargement: true })
      .flatten({ background: "#ffffff" })
      .jpeg({ quality: QUALITY })
      .toBuffer({ resolveWithObject: true });
    const source_sha256 = createHash("sha256").update(source).digest("hex");
    return ok({ jpeg: data, width: info.width, height: info.height, source_sha256 });
  } catch {
    return refused;
  }
}

/** By its first bytes, not by its name. */
export function isPicture(bytes: Buffer): boolean {
  const begins = (hex: string) => bytes.subarray(0, hex.length / 2).toString("hex") === hex;
  const isWebp = begins("52494646") && bytes.subarray(8, 12).toString("latin1") === "WEBP";
  return begins("ffd8ff") || begins("89504e470d0a1a0a") || isWebp;
}
