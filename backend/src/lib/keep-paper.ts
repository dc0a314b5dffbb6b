import { createHash, randomUUID } from "node:crypto";
import { rm } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";
import { readEnv } from "../env";
import { keepPhoto, writeWhole, type PhotoFile } from "./keep-photo";
import { readPhoto } from "./photo";
import { valueOf } from "./refusal";

/** Where a PDF says that it ends: within so many bytes of its end. */
const TAIL = 2_048;
/** What a licence has no need of, and what whoever lets companies in should not open: a password, scripts, programs, other files. */
const NOT_WANTED = /\/(?:Encrypt|JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b/;

/** A file that is kept as it came. */
export const isPdfFile = (file: string): boolean => file.endsWith(".pdf");

/** By its first bytes, not by its name. */
export const beginsLikePdf = (bytes: Buffer): boolean => /^%PDF-[12]\.\d/.test(bytes.subarray(0, 8).toString("latin1"));

/**
 * A PDF as far as it is looked at: whole, and without what a scan has no need of. What is packed inside is not unpacked: so it is only ever
 * handed on as a download, in a sandbox.
 */
export function checkPdf(bytes: Buffer): Result<Buffer, Refusal<"not_a_paper">> {
  const whole = beginsLikePdf(bytes) && bytes.subarray(-TAIL).includes("%%EOF");
  if (whole && !NOT_WANTED.test(bytes.toString("latin1"))) return ok(bytes);
  return refuse(
    "not_a_paper",
    "This PDF is broken, has a password, or holds programs or other files. Nothing was added: print it to a new PDF, or send a picture.",
    "photo",
  );
}

/** Keeps a paper: a picture drawn anew, a PDF as it came. Its file is whole before a row names it; one that no row names is taken away. */
export async function keepPaper(
  folder: string,
  from: Readable,
  record: (file: PhotoFile) => Promise<Result<{ id: string; repeated: boolean }, Refusal>>,
): Promise<{ paper: { id: string }; repeated: boolean }> {
  const bytes = valueOf(await readPhoto(from));
  if (!beginsLikePdf(bytes)) {
    const { photo, repeated } = await keepPhoto(folder, Readable.from([bytes]), record);
    return { paper: photo, repeated };
  }
  valueOf(checkPdf(bytes));
  const file = path.join(folder, `${randomUUID()}.pdf`);
  const at = path.join(readEnv().FILES_DIR, file);
  await writeWhole(at, bytes);
  const source_sha256 = createHash("sha256").update(bytes).digest("hex");
  const recorded = await record({ file, source_sha256, width: 0, height: 0, bytes: bytes.length });
  if (!recorded.ok || recorded.value.repeated) await rm(at, { force: true });
  const { id, repeated } = valueOf(recorded);
  return { paper: { id }, repeated };
}
