import { mkdir, rm } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import type { Refusal, Result } from "@commonlot/domain";
import { readEnv } from "../env";
import { newId } from "./ids";
import { writeWhole } from "./keep-photo";
import { readPhoto } from "./photo";
import { drawPicture, pictureFile, PICTURE_FORMATS, PICTURE_WIDTHS } from "./picture-files";
import { refuseWith, valueOf } from "./refusal";
import { sweepFiles, type ShownOf } from "./sweep-files";

const FOLDER = "pictures";
/** Pictures that wait to be drawn; each is up to 8 MB in memory. */
const MOST_WAITING = 6;

export const picturesFolder = (): string => path.join(readEnv().FILES_DIR, FOLDER);

/** Pictures are drawn one after the other: a process has a core to give, and 50 megapixels are much memory. */
let turn: Promise<unknown> = Promise.resolve();
let waiting = 0;

/**
 * Draws a picture in all its files and has it recorded. All files are whole before `record` writes the row that names them; those that
 * no row names are taken away, here when the row is refused, by `sweepPictures` when the process dies in between.
 */
export async function keepPicture(
  from: Readable,
  record: (picture: {
    id: string;
    width: number;
    height: number;
    bytes: number;
    source_sha256: string;
  }) => Promise<Result<{ id: string; repeated: boolean }, Refusal>>,
): Promise<{ id: string; repeated: boolean }> {
  if (waiting >= MOST_WAITING) {
    refuseWith(
      "pictures_busy",
      "Many pictures are being taken in. Nothing was changed; try again in a minute.",
      "photo",
    );
  }
  waiting += 1;
  try {
    const source = valueOf(await readPhoto(from));
    const drawing = turn.then(() => drawPicture(source));
    turn = drawing.catch(() => undefined);
    const { files, ...drawn } = valueOf(await drawing);
    const id = newId("picture");
    const folder = picturesFolder();
    await mkdir(folder, { recursive: true });
    for (const { name, bytes } of files) await writeWhole(path.join(folder, `${id}-${name}`), bytes);
    const bytes = files.reduce((sum, file) => sum + file.bytes.length, 0);
    const recorded = await record({ id, ...drawn, bytes });
    if (!recorded.ok || recorded.value.repeated) await removePictureFiles(id);
    return valueOf(recorded);
  } finally {
    waiting -= 1;
  }
}

/** Takes a picture's files away; those that are gone already are. */
export async function removePictureFiles(id: string): Promise<void> {
  const names = PICTURE_WIDTHS.flatMap((width) => PICTURE_FORMATS.map((format) => `${id}-${width}.${format}`));
  await Promise.all(names.map((name) => rm(path.join(picturesFolder(), name), { force: true })));
}

/** Takes away files of pictures, older than an hour, that no row names: `shownOf` tells of ids which are. How many files went. */
export const sweepPictures = (shownOf: ShownOf, now: Date): Promise<number> =>
  sweepFiles(picturesFolder(), (name) => pictureFile(name)?.id, shownOf, now);
