import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import sharp, { type Sharp } from "sharp";
import { PICTURE_FORMATS, PICTURE_WIDTHS, type PictureFormat } from "../features/ui/picture-files";
import { drawingSvg } from "./catalogue";
import { appIcon } from "./icon";
import { ART_NAMES, isVillageArt, type ArtName } from "./names";

/** Flat colours press small at any effort; a higher one takes ten times as long for a tenth of the bytes. */
const PRESSED = {
  avif: { quality: 58, effort: 1 },
  webp: { quality: 80, effort: 3 },
  jpg: { quality: 80, mozjpeg: true },
} as const;

export interface Pressed {
  file: string;
  bytes: Buffer;
}

/** Changes with any drawing and with how they are pressed. */
export function artVersion(): string {
  const hash = createHash("sha256").update(JSON.stringify([PRESSED, PICTURE_WIDTHS]));
  for (const name of ART_NAMES) hash.update(name).update(drawingSvg(name));
  return hash.digest("hex").slice(0, 10);
}

/** One drawing in all its widths and formats, named `<name>-<width>.<format>`. */
export async function press(name: ArtName): Promise<Pressed[]> {
  const whole = await sharp(Buffer.from(drawingSvg(name)))
    .resize(960, isVillageArt(name) ? 480 : 720)
    .removeAlpha()
    .png()
    .toBuffer();
  return Promise.all(
    PICTURE_WIDTHS.flatMap((width) =>
      PICTURE_FORMATS.map(async (format) => ({
        file: `${name}-${width}.${format}`,
        bytes: await inFormat(sharp(whole).resize(width), format).toBuffer(),
      })),
    ),
  );
}

function inFormat(picture: Sharp, format: PictureFormat): Sharp {
  if (format === "avif") return picture.avif(PRESSED.avif);
  return format === "webp" ? picture.webp(PRESSED.webp) : picture.jpeg(PRESSED.jpg);
}

/** All drawings; those of one version are pressed once per machine and kept in `cache`. */
export async function pressAll(version: string, cache: string): Promise<Pressed[]> {
  const kept = join(cache, version);
  if (!existsSync(kept)) {
    const made = `${kept}.${process.pid}`;
    await rm(cache, { recursive: true, force: true });
    await mkdir(made, { recursive: true });
    for (const name of ART_NAMES)
      for (const { file, bytes } of await press(name)) await writeFile(join(made, file), bytes);
    await rename(made, kept);
  }
  const files = ART_NAMES.flatMap((name) =>
    PICTURE_WIDTHS.flatMap((width) => PICTURE_FORMATS.map((format) => `${name}-${width}.${format}`)),
  );
  return Promise.all(files.map(async (file) => ({ file, bytes: await readFile(join(kept, file)) })));
}

/** The house's sign as tabs, home screens and search engines want it. */
export async function pressIcons(): Promise<Pressed[]> {
  const png = (px: number, svg: string) =>
    sharp(Buffer.from(svg), { density: (72 * px) / 64 })
      .resize(px, px)
      .png({ compressionLevel: 9 })
      .toBuffer();
  const round = appIcon("round");
  const full = appIcon("full");
  const small = await Promise.all([16, 32, 48].map((px) => png(px, round)));
  return [
    { file: "icon.svg", bytes: Buffer.from(round) },
    { file: "favicon.ico", bytes: ico([16, 32, 48], small) },
    { file: "apple-touch-icon.png", bytes: await png(180, full) },
    { file: "icon-192.png", bytes: await png(192, round) },
    { file: "icon-512.png", bytes: await png(512, round) },
    { file: "icon-maskable-512.png", bytes: await png(512, appIcon("maskable")) },
  ];
}

/** A favicon.ico that holds PNGs: a header of 6 bytes, then 16 for each picture, then the pictures. */
function ico(sizes: readonly number[], pictures: readonly Buffer[]): Buffer {
  const head = Buffer.alloc(6 + 16 * pictures.length);
  head.writeUInt16LE(1, 2);
  head.writeUInt16LE(pictures.length, 4);
  let offset = head.length;
  pictures.forEach((picture, i) => {
    const entry = 6 + 16 * i;
    head.writeUInt8(sizes[i] ?? 0, entry);
    head.writeUInt8(sizes[i] ?? 0, entry + 1);
    head.writeUInt16LE(1, entry + 4);
    head.writeUInt16LE(32, entry + 6);
    head.writeUInt32LE(picture.length, entry + 8);
    head.writeUInt32LE(offset, entry + 12);
    offset += picture.length;
  });
  return Buffer.concat([head, ...pictures]);
}
