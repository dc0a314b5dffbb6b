import { createHash } from "node:crypto";
import { inflateSync } from "node:zlib";
import { ok, refuse, type Refusal, type Result } from "@commonlot/domain";

/** Unpacked objects that are looked through at most. */
const MAX_UNPACKED_BYTES = 32 * 1024 * 1024;
/** What runs, opens something else, asks for input or carries other files. */
const ACTIVE = /\/(?:JavaScript|Launch|RichMedia|EmbeddedFiles?|XFA|SubmitForm|ImportData|GoToE)(?![A-Za-z])/;
const LOCKED = /\/Encrypt(?![A-Za-z])/;
const FILE = /^(paper_[0-9a-f]{32})\.pdf$/;

/** One page's own object. */
const PAGE = /\/Type\s*\/Page(?![A-Za-z])/g;

/** Which paper a file is of; undefined for any other name. */
export const paperFile = (name: string): string | undefined => FILE.exec(name)?.[1];

/** By its first bytes, not by its name. */
export const isPdf = (bytes: Buffer): boolean => bytes.subarray(0, 5).toString("latin1") === "%PDF-";

/**
 * A PDF to be shown as it is: written anew it would lose its issuer's signature. Refuses what is not a whole PDF and nothing else (it begins
 * the file, its index is where its end says, and nothing follows), what needs a password, and what names anything active, also in packed
 * objects; with `most_pages`, what has more. This is no proof: whoever sends it on sends it as a file to be saved, never as a page.
 */
export function readPdf(
  source: Buffer,
  { most_pages = Number.POSITIVE_INFINITY }: { most_pages?: number } = {},
): Result<{ source_sha256: string }, Refusal<"not_a_paper" | "pdf_locked" | "pdf_active" | "pdf_too_long">> {
  const text = source.toString("latin1");
  if (!isPdf(source) || !isWhole(text)) {
    return refuse(
      "not_a_paper",
      "This file is no picture and no PDF that can be read. Nothing was changed; send a JPEG, PNG, WebP or PDF file.",
      "photo",
    );
  }
  if (LOCKED.test(text)) {
    return refuse("pdf_locked", "This PDF is protected by a password. Nothing was changed; send one without.", "photo");
  }
  const packed = packedObjects(source, text);
  const parts = packed && [text, ...packed].map(plain);
  if (parts === undefined || parts.some((part) => ACTIVE.test(part))) {
    return refuse(
      "pdf_active",
      "This PDF has scripts, forms or other files in it. Nothing was changed; print it into a new PDF and send that.",
      "photo",
    );
  }
  if (pagesIn(parts) > most_pages) {
    return refuse(
      "pdf_too_long",
      `This PDF has more than ${most_pages} pages. Nothing was changed; send only the pages that are the paper.`,
      "photo",
    );
  }
  return ok({ source_sha256: createHash("sha256").update(source).digest("hex") });
}

/** Ends as a PDF does, with the place of its index, where an index is. */
function isWhole(text: string): boolean {
  const end = /startxref\s+(\d{1,10})\s+%%EOF[\s\0]*$/.exec(text.slice(-2_048));
  if (!end) return false;
  const at = text.slice(Number(end[1]), Number(end[1]) + 40).trimStart();
  return /^(?:xref\s|\d+ \d+ obj)/.test(at);
}

/** Pages that the file names; one that a signature has written anew is the same page. */
function pagesIn([text = "", ...packed]: readonly string[]): number {
  const named = new Set<string>();
  for (const { index } of text.matchAll(PAGE)) {
    const at = text.lastIndexOf(" obj", index);
    named.add(/(\d{1,10}\s+\d{1,5})$/.exec(text.slice(Math.max(0, at - 20), Math.max(0, at)))?.[1] ?? `at ${index}`);
  }
  return packed.reduce((sum, part) => sum + [...part.matchAll(PAGE)].length, named.size);
}

/** What stands in object streams; undefined when it cannot be read or is too much. */
function packedObjects(source: Buffer, text: string): string[] | undefined {
  const found: string[] = [];
  let left = MAX_UNPACKED_BYTES;
  for (const { index } of text.matchAll(/\/ObjStm/g)) {
    const stream = /stream\r?\n/.exec(text.slice(index, index + 1_024));
    if (!stream || left <= 0) return undefined;
    try {
      const bytes = inflateSync(source.subarray(index + stream.index + stream[0].length), { maxOutputLength: left });
      left -= bytes.length;
      found.push(bytes.toString("latin1"));
    } catch {
      return undefined;
    }
  }
  return found;
}

/** Names may be written with their letters as numbers: "/J#61vaScript". */
const plain = (text: string): string =>
  text.replace(/#([0-9a-fA-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
