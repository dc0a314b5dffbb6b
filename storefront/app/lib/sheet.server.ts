import { inflateRawSync } from "node:zlib";
import Papa from "papaparse";
import { readSheet } from "read-excel-file/node";

export type TableFault = "noFile" | "tooLarge" | "unreadable";
/** Rows of cells as text, the head among them. */
export type TableFile = { ok: true; table: string[][] } | { ok: false; fault: TableFault };

/** 100,000 rows as text; a spreadsheet of that many is smaller. */
export const MAX_FILE_BYTES = 15 * 1024 * 1024;
/** What a spreadsheet may unpack to: a small file can claim to hold a large one. */
const MAX_UNPACKED_BYTES = 200 * 1024 * 1024;

/** Reads a CSV or XLSX file into rows of cells. What a cell means is for others to say. */
export async function readTable(file: FormDataEntryValue | null): Promise<TableFile> {
  if (!(file instanceof File) || file.size === 0) return { ok: false, fault: "noFile" };
  if (file.size > MAX_FILE_BYTES) return { ok: false, fault: "tooLarge" };
  const bytes = Buffer.from(await file.arrayBuffer());
  const isXlsx = bytes.subarray(0, 2).toString("latin1") === "PK";
  if (isXlsx && unpackedBytes(bytes) > MAX_UNPACKED_BYTES) return { ok: false, fault: "tooLarge" };
  try {
    const table = isXlsx ? await readXlsx(bytes) : readCsv(bytes);
    return table === undefined ? { ok: false, fault: "unreadable" } : { ok: true, table };
  } catch {
    // A broken spreadsheet: the library says so by an error of its own.
    return { ok: false, fault: "unreadable" };
  }
}

export type HeadFault = "noHead" | "noRows";
export type Headed<Column extends string> =
  | { ok: true; rows: ({ line: number } & Record<Column, string>)[] }
  /** `rows`: what there is without those columns, when it was asked for and at least one needed column is there. */
  | { ok: false; fault: HeadFault; columns?: Column[]; rows?: ({ line: number } & Record<Column, string>)[] };

/** Longest cell that is looked at. */
const MAX_CELL = 2_000;

/**
 * Finds the head among the first filled row and hands out the rows below it by column, each with the line it stood on. `partly`: also
 * those of a sheet that lacks needed columns.
 */
export function underHeads<Column extends string>(
  table: readonly (readonly string[])[],
  heads: Readonly<Record<Column, readonly string[]>>,
  needed: readonly Column[],
  { partly = false }: { partly?: boolean } = {},
): Headed<Column> {
  const names = Object.keys(heads) as Column[];
  const at = table.findIndex((cells) => cells.some((cell) => cell.trim() !== ""));
  const head = (table[at] ?? []).map(plain);
  const column = new Map<Column, number>();
  for (const name of names) {
    const index = head.findIndex((cell) => heads[name].some((word) => plain(word) === cell));
    if (index >= 0) column.set(name, index);
  }
  const missing = needed.filter((name) => !column.has(name));
  const rows = table.flatMap((cells, index): ({ line: number } & Record<Column, string>)[] => {
    if (index <= at || cells.every((cell) => cell.trim() === "")) return [];
    const cell = (name: Column) => (cells[column.get(name) ?? -1] ?? "").slice(0, MAX_CELL);
    const named = Object.fromEntries(names.map((name) => [name, cell(name)])) as Record<Column, string>;
    return [{ ...named, line: index + 1 }];
  });
  if (missing.length > 0) {
    const some = partly && rows.length > 0 && missing.length < needed.length;
    return { ok: false, fault: "noHead", columns: missing, ...(some ? { rows } : {}) };
  }
  return rows.length === 0 ? { ok: false, fault: "noRows" } : { ok: true, rows };
}

/** A head as it is compared: wide letters, capitals, and how words are joined don't matter. */
function plain(head: string): string {
  return head
    .normalize("NFKC")
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, " ");
}

const FORMULA = /<c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f[\s>/]/;

/**
 * The first cell of a spreadsheet's first sheet that is worked out from others, "B3"; null when there is none, and for other files. What such
 * a cell shows may be of another day than what it is made of.
 */
export async function firstFormula(file: File): Promise<string | null> {
  if (file.size > MAX_FILE_BYTES) return null;
  const bytes = Buffer.from(await file.arrayBuffer());
  if (bytes.subarray(0, 2).toString("latin1") !== "PK" || unpackedBytes(bytes) > MAX_UNPACKED_BYTES) return null;
  try {
    return FORMULA.exec(partOf(bytes, "xl/worksheets/sheet1.xml")?.toString("utf8") ?? "")?.[1] ?? null;
  } catch {
    // Not to be unpacked: whoever reads it says so.
    return null;
  }
}

/** One part of a zip file, found by the directory at its end. */
function partOf(zip: Buffer, name: string): Buffer | undefined {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const length = zip.readUInt16LE(at + 28);
    if (zip.toString("utf8", at + 46, at + 46 + length) === name) {
      const local = zip.readUInt32LE(at + 42);
      const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const packed = zip.subarray(from, from + zip.readUInt32LE(at + 20));
      return zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed, { maxOutputLength: MAX_UNPACKED_BYTES });
    }
    at += 46 + length + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return undefined;
}

async function readXlsx(bytes: Buffer): Promise<string[][]> {
  const sheet = await readSheet(bytes);
  return sheet.map((cells) => cells.map((cell) => (cell === null ? "" : String(cell))));
}

/** UTF-8, or what a Chinese Excel writes without asking. */
function readCsv(bytes: Buffer): string[][] | undefined {
  const text = decode(bytes);
  if (text === undefined || text.includes("\0")) return undefined;
  // What is copied out of a sheet has tabs, and of two columns the library does not find them by itself.
  const tabs = /^[^\r\n]*\S[^\r\n]*$/m.exec(text)?.[0].includes("\t");
  return Papa.parse<string[]>(text, { skipEmptyLines: false, delimiter: tabs ? "\t" : "" }).data;
}

function decode(bytes: Buffer): string | undefined {
  for (const encoding of ["utf-8", "gb18030"]) {
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // Not in this encoding.
    }
  }
  return undefined;
}

/** What the directory at the end of a zip file says its parts unpack to. A file without one is as large as can be. */
function unpackedBytes(zip: Buffer): number {
  const end = zip.lastIndexOf(Buffer.from("PK\x05\x06", "latin1"));
  if (end < 0 || end + 20 > zip.length) return Infinity;
  let at = zip.readUInt32LE(end + 16);
  let sum = 0;
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    if (at + 46 > zip.length || zip.readUInt32LE(at) !== 0x02014b50) return Infinity;
    sum += zip.readUInt32LE(at + 24);
    at += 46 + zip.readUInt16LE(at + 28) + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return sum;
}
