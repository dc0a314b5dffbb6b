import { parse } from "papaparse";
import { SheetFault, type SheetRow } from "./fault";

/** Bytes that are decoded at once while the letters of a file are found out. */
const PART = 1 << 18;

/** Rows of a CSV file, block by block: never more than one block of them is held. Quoted cells may hold breaks; blank rows are left out. */
export function* csvRows(bytes: Buffer, block: number): Generator<SheetRow[]> {
  const text = decoded(bytes);
  const [delimiter, newline] = [delimiterOf(text), newlineOf(text)];
  let line = 0;
  for (let at = 0; at < text.length;) {
    // Its fast way counts one row too many in `cursor` when it stops early.
    const { data, meta } = parse<string[]>(text.slice(at), { delimiter, newline, preview: block, fastMode: false });
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
  let lines = 1;
  for (let at = bytes.indexOf(10); at >= 0 && at < bytes.length - 1; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines;
}

/** UTF-8, with or without its mark, or what a Chinese Excel writes without asking. */
function decoded(bytes: Buffer): string {
  if (bytes.length === 0) throw new SheetFault("empty");
  if (bytes.includes(0)) throw new SheetFault("unreadable");
  for (const encoding of ["utf-8", "gb18030"]) {
    const text = decodedAs(bytes, encoding);
    if (text !== undefined) return text;
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

function newlineOf(text: string): "\r\n" | "\n" | "\r" {
  if (text.includes("\r\n")) return "\r\n";
  return text.includes("\n") || !text.includes("\r") ? "\n" : "\r";
}
