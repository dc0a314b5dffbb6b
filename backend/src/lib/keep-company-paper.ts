import { randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import type { Refusal, Result } from "@commonlot/domain";
import { readEnv } from "../env";
import { keepPhoto, writeWhole, type PhotoFile } from "./keep-photo";
import { isPdf, readPdf } from "./pdf-file";
import { readPhoto } from "./photo";
import { valueOf } from "./refusal";

/** Where a company's papers lie, below FILES_DIR. */
const FOLDER = "company-papers";

/** A licence, an identity card or a bank's letter has one or two; a whole dossier is not read by whoever lets companies in. */
const MOST_PAGES = 20;

/** One that was kept as it came: others wrote it, so it is never shown as a page of ours. */
export const isPdfFile = (file: string): boolean => file.endsWith(".pdf");

/**
 * Keeps a paper of a company: a picture drawn anew, a PDF as it came (`readPdf` says which). Its file is whole before a row names it; one that
 * no row names is taken away. A PDF has no width and no height.
 */
export async function keepCompanyPaper(
  from: Readable,
  record: (file: PhotoFile) => Promise<Result<{ id: string; repeated: boolean }, Refusal>>,
): Promise<{ id: string; repeated: boolean }> {
  const bytes = valueOf(await readPhoto(from));
  if (!isPdf(bytes)) {
    const { photo, repeated } = await keepPhoto(FOLDER, Readable.from([bytes]), record);
    return { id: photo.id, repeated };
  }
  const { source_sha256 } = valueOf(readPdf(bytes, { most_pages: MOST_PAGES }));
  const file = path.join(FOLDER, `${randomUUID()}.pdf`);
  const at = path.join(readEnv().FILES_DIR, file);
  await writeWhole(at, bytes);
  const recorded = await record({ file, source_sha256, width: 0, height: 0, bytes: bytes.length });
  if (!recorded.ok || recorded.value.repeated) await rm(at, { force: true });
  return valueOf(recorded);
}
