import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import PDFDocument from "pdfkit";
import { BOLD_FONT_FILE, FONT_FILE, MM } from "../../../../backend/src/lib/print/fonts";
import { drawLabel, type Label } from "./label";

export interface Sheet {
  /** Where the PDF goes in the end; it is written beside and renamed when it is whole. */
  file: string;
  title: string;
  labels: readonly Label[];
}

export interface WrittenSheet {
  pages: number;
  bytes: number;
  sha256: string;
}

/** Writes labels of 100 x 150 mm, one a page, straight to the file: memory does not grow with their number. */
export async function writeSheet(sheet: Sheet): Promise<WrittenSheet> {
  await mkdir(path.dirname(sheet.file), { recursive: true });
  const part = `${sheet.file}.${process.pid}.part`;
  const document = new PDFDocument({
    size: [100 * MM, 150 * MM],
    margin: 0,
    autoFirstPage: false,
    info: { Title: sheet.title },
  });
  document.registerFont("text", FONT_FILE);
  document.registerFont("bold", BOLD_FONT_FILE);
  const hash = createHash("sha256");
  let bytes = 0;
  const through = new PassThrough();
  through.on("data", (chunk: Buffer) => {
    hash.update(chunk);
    bytes += chunk.length;
  });
  try {
    const written = pipeline(document, through, createWriteStream(part, { mode: 0o600 }));
    for (const [index, label] of sheet.labels.entries()) {
      document.addPage();
      drawLabel(document, label);
      // Lets the file keep up, so that pages do not pile up in memory.
      if (index % 50 === 49) await new Promise((resolve) => setImmediate(resolve));
    }
    document.end();
    await written;
    const handle = await open(part, "r");
    await handle.sync();
    await handle.close();
    await rename(part, sheet.file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return { pages: sheet.labels.length, bytes, sha256: hash.digest("hex") };
}
