import { parse } from "papaparse";
import { SheetFault, type SheetRow } from "./fault";

/** Bytes that are decoded at once while the letters of a file are found out. */
const PART = 1 << 18;
/** Marks by which a file in UTF-16 begins. */
const UTF_16: ReadonlyMap<string, string> = new Map([
  ["fffe", "utf-16le"],
  ["feff", "utf-16be"],
]);

/**
 * Rows of a CSV file, block by block: never more than one block of them is held. Quoted cells may hold breaks, which are "\n" whatever ended
 * lines in the file, one kind or several; blank rows are left out.
 */
export function* csvRows(bytes: Buffer, block: number): Generator<SheetRow[]> {
  const text = decoded(bytes);
  const delimiter = delimiterOf(text);
  let line = 0;
  for (let at = 0; at < text.length;) {
    // Its fast way counts one row too many in `cursor` when it stops early.
    const { data, meta } = parse<string[]>(text.slice(at), {
      delimiter,
      newline: "\n",
      preview: block,
      fastMode: false,
    });
    const rows = data
      .map((cells) => ({ line: ++line, cells }))
      .filter(({ cells }) => cells.some((one) => one.trim() !== ""));
    if (rows.length > 0) yield rows;
    if (meta.cursor <= 0) return;
    at += meta.cursor;
  }
}

/** About how many rows there are: breaks inside of cells count too. */
export function csvLines(bytes: Buffer): number {
  const text = decoded(bytes);
  let lines = 1;
  for (let at = text.indexOf("\n"); at >= 0 && at < text.length - 1; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
}

/** The text with one kind of line end: files that were put together have several, and a row would be lost in the one before it. */
function decoded(bytes: Buffer): string {
  if (bytes.length === 0) throw new SheetFault("empty");
  const text = lettersOf(bytes);
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

/** UTF-8, with or without its mark, what a Chinese Excel writes without asking, or UTF-16 by its mark ("Unicode text"). */
function lettersOf(bytes: Buffer): string {
  const marked = UTF_16.get(bytes.subarray(0, 2).toString("hex"));
  if (marked === undefined && bytes.includes(0)) throw new SheetFault("unreadable");
  for (const encoding of marked === undefined ? ["utf-8", "gb18030"] : [marked]) {
    const text = decodedAs(bytes, encoding);
    // What is no text at all may be letters of UTF-16 by chance.
    if (text !== undefined && !text.includes("\0")) return text;
  }
  throw new SheetFault("unreadable");
}

function decodedAs(bytes: Buffer, encoding: string): string | undefined {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    const parts: string[] = [];
    for (let at = 0; at < bytes.length; at += PART)
      parts.push(decoder.decode(bytes.subarray(at, at + PART), { stream: true }));
    parts.push(decoder.decode());
    return parts.join("");
  } catch {
    return undefined;
  }
}

/** What stands between the cells of the first filled line: what is copied out of a sheet has tabs. */
function delimiterOf(text: string): string {
  const first = /^[^\r\n]*\S[^\r\n]*$/m.exec(text)?.[0] ?? "";
  if (first.includes("\t")) return "\t";
  const count = (sign: string) => first.split(sign).length;
  return count(";") > count(",") ? ";" : ",";
}
