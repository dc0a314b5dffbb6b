import { randomUUID } from "node:crypto";
import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Readable } from "node:stream";
import type { Refusal, Result } from "@commonlot/domain";
import { readEnv } from "../env";
import { readPhoto, redrawPhoto } from "./photo";
import { valueOf } from "./refusal";

/** A photo that lies in the files, as its row says it. */
export interface PhotoFile {
  /** Below FILES_DIR. */
  file: string;
  source_sha256: string;
  width: number;
  height: number;
  bytes: number;
}

/**
 * Keeps a picture, drawn anew: place, phone and time are gone from it. The file is whole before `record` names it in a row, and a
 * file that no row names is taken away: when the row is refused, and when this picture is there already. When `record` throws,
 * nobody knows whether its row was written, and then the file stays: one too many that nobody can reach, never a row, the proof of
 * a payment, whose picture is gone.
 */
export async function keepPhoto(
  folder: string,
  from: Readable,
  record: (photo: PhotoFile) => Promise<Result<{ id: string; repeated: boolean }, Refusal>>,
): Promise<{ photo: { id: string; width: number; height: number }; repeated: boolean }> {
  const { jpeg, ...photo } = valueOf(await redrawPhoto(valueOf(await readPhoto(from))));
  const file = path.join(folder, `${randomUUID()}.jpg`);
  const at = path.join(readEnv().FILES_DIR, file);
  await writeWhole(at, jpeg);
  const recorded = await record({ file, ...photo, bytes: jpeg.length });
  if (!recorded.ok || recorded.value.repeated) await rm(at, { force: true });
  const { id, repeated } = valueOf(recorded);
  return { photo: { id, width: photo.width, height: photo.height }, repeated };
}

/** The whole file under its name, or nothing of it. */
export async function writeWhole(at: string, bytes: Buffer): Promise<void> {
  const part = `${at}.part`;
  try {
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(part, bytes, { mode: 0o600 });
    await rename(part, at);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
