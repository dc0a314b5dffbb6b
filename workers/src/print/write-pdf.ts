import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { PassThrough } from "node:stream";
import { pipeline } from "node:stream/promises";
import PDFDocument from "pdfkit";
import { BOLD_FONT_FILE, FONT_FILE } from "../../../backend/src/lib/print/fonts";
import type { Pdf } from "../../../backend/src/lib/print/pdf";

export type { Pdf };

export interface WrittenSheet {
  pages: number;
  bytes: number;
  sha256: string;
}

/** Bytes that may wait for a slow disk before drawing goes on. */
const MOST_UNWRITTEN = 1 << 20;

/** Pages after which the file may catch up, so that they do not pile up in memory. */
const PAUSE_EVERY = 50;

/**
 * Writes a PDF page by page straight to its file: memory does not grow with the number of pages, and the file is whole or
 * not there. Fonts "text" and "bold" are registered. `size` in points.
 */
export async function writePdf<Page>(input: {
  /** Where the PDF goes in the end; it is written beside and renamed when it is whole. */
  file: string;
  title: string;
  /** When what is printed was made, ISO 8601: written into the file in place of this hour, so that the same is the same file. */
  made_at?: string | undefined;
  size: [number, number];
  pages: readonly Page[];
  draw: (pdf: Pdf, page: Page) => void;
  /** Hears now and then how many pages are drawn. */
  drawn?: ((pages: number) => void) | undefined;
}): Promise<WrittenSheet> {
  await mkdir(path.dirname(input.file), { recursive: true });
  const part = `${input.file}.${process.pid}.part`;
  const document = new PDFDocument({
    size: input.size,
    margin: 0,
    autoFirstPage: false,
    info: {
      Title: input.title,
      ...(input.made_at === undefined ? {} : { CreationDate: new Date(input.made_at) }),
    },
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
    for (const [index, page] of input.pages.entries()) {
      document.addPage();
      input.draw(document, page);
      if (index % PAUSE_EVERY !== PAUSE_EVERY - 1) continue;
      input.drawn?.(index + 1);
      forgetLayouts(document);
      do await new Promise((resolve) => setImmediate(resolve));
      while (document.readableLength > MOST_UNWRITTEN);
    }
    document.end();
    await written;
    const handle = await open(part, "r");
    await handle.sync();
    await handle.close();
    await rename(part, input.file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  return { pages: input.pages.length, bytes, sha256: hash.digest("hex") };
}

/**
 * pdfkit keeps how it laid out every word it ever drew: names and numbers of thousands of labels, each seen once, were most of
 * the memory of a long file. Words that come on every page are laid out again in no time.
 */
function forgetLayouts(document: Pdf): void {
  const { _fontFamilies } = document as unknown as { _fontFamilies: Record<string, { layoutCache?: object }> };
  for (const font of Object.values(_fontFamilies)) font.layoutCache &&= Object.create(null) as object;
}
