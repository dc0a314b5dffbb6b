import { createHash } from "node:crypto";
import sharp from "sharp";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { isPicture, MAX_PIXELS } from "./photo";

/** Widths and formats that every picture is kept in; the storefront's `Picture` asks for these. */
export const PICTURE_WIDTHS = [320, 640, 960] as const;
export const PICTURE_FORMATS = ["avif", "webp", "jpg"] as const;
const WIDEST = 960;
/** Under this it is blurred on any phone. */
const MIN_WIDTH = 480;
/** Twice as high as wide fills two screens of a phone. */
const MOST_HIGH = 2;
const TYPES: Readonly<Record<string, string>> = { avif: "image/avif", webp: "image/webp", jpg: "image/jpeg" };

const FILE = /^(picture_[0-9a-f]{32})-(?:320|640|960)\.(avif|webp|jpg)$/;

export interface DrawnPicture {
  /** "320.avif" and so on. */
  files: { name: string; bytes: Buffer }[];
  width: number;
  height: number;
  source_sha256: string;
}

/** Which picture a file is of, and its type; undefined for any other name. */
export function pictureFile(name: string): { id: string; type: string } | undefined {
  const [, id, format = ""] = FILE.exec(name) ?? [];
  const type = TYPES[format];
  return id === undefined || type === undefined ? undefined : { id, type };
}

/**
 * A picture drawn anew in every width and format: place, phone, time and whatever else was in the file are gone. Refuses what does not
 * begin like JPEG, PNG or WebP, what cannot be drawn, what unpacks to more than 50 megapixels, and what is too small or too high to be
 * shown. About half a second for 12 megapixels on one core (docs/adr/0044).
 */
export async function drawPicture(
  source: Buffer,
): Promise<Result<DrawnPicture, Refusal<"not_a_photo" | "picture_shape">>> {
  const refused = refuse(
    "not_a_photo",
    "This file is not a picture that can be read. Nothing was changed; send a JPEG, PNG or WebP picture.",
    "photo",
  );
  if (!isPicture(source)) return refused;
  try {
    const read = sharp(source, { limitInputPixels: MAX_PIXELS, failOn: "error", animated: false });
    // `autoOrient` is the size as it is looked at, whichever way the phone was held.
    const { autoOrient: seen } = await read.metadata();
    if (seen.width < MIN_WIDTH || seen.height > seen.width * MOST_HIGH) {
      return refuse(
        "picture_shape",
        `A picture is at least ${MIN_WIDTH} pixels wide and at most twice as high as wide. Nothing was changed; take another.`,
        "photo",
      );
    }
    const { data, info } = await read
      .autoOrient()
      .resize({ width: WIDEST })
      .flatten({ background: "#ffffff" })
      .toColourspace("srgb")
      .removeAlpha()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const raw = { width: info.width, height: info.height, channels: info.channels };
    const files: DrawnPicture["files"] = [];
    for (const width of PICTURE_WIDTHS) {
      const sized = sharp(data, { raw }).resize({ width });
      files.push(
        { name: `${width}.avif`, bytes: await sized.clone().avif({ quality: 55, effort: 2 }).toBuffer() },
        { name: `${width}.webp`, bytes: await sized.clone().webp({ quality: 74 }).toBuffer() },
        { name: `${width}.jpg`, bytes: await sized.clone().jpeg({ quality: 74, mozjpeg: true }).toBuffer() },
      );
    }
    const source_sha256 = createHash("sha256").update(source).digest("hex");
    return ok({ files, width: info.width, height: info.height, source_sha256 });
  } catch {
    return refused;
  }
}
