import { unzipSync } from "fflate";
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

/** A head as it is compared: wide letters, capitals, how words are joined, and a star or colon behind them don't matter. */
export function plain(head: string): string {
  return head
    .normalize("NFKC")
    .replace(/[*:\s]+$/, "")
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, " ");
}

/** What a spreadsheet is before its cells are read. */
export interface SheetSeen {
  /** Of the sheet that is read: the first one. */
  readonly name: string;
  /** Sheets beside it, which are not read. */
  readonly others: number;
  /** Its first cell that is worked out from others, "B3". What such a cell shows may be of another day than what it is made of. */
  readonly formula: string | null;
}

const WORKBOOK = "xl/workbook.xml";
const RELATIONS = "xl/_rels/workbook.xml.rels";
const FORMULA = /<c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*<f[\s>/]/;

/** Which sheet of a spreadsheet is read, and its first formula; null for other files, and for one that is broken. */
export async function lookInto(file: File): Promise<SheetSeen | null> {
  if (file.size > MAX_FILE_BYTES) return null;
  const bytes = Buffer.from(await file.arrayBuffer());
  if (bytes.subarray(0, 2).toString("latin1") !== "PK" || unpackedBytes(bytes) > MAX_UNPACKED_BYTES) return null;
  try {
    const about = partsOf(bytes, [WORKBOOK, RELATIONS]);
    const sheets = [...about(WORKBOOK).matchAll(/<sheet\s([^>]*)>/g)].map(([, attributes = ""]) => attributes);
    const [first = ""] = sheets;
    const at = targetOf(about(RELATIONS), attribute(first, "\\w+:id"));
    const formula = FORMULA.exec(partsOf(bytes, [at])(at))?.[1] ?? null;
    return { name: attribute(first, "name"), others: Math.max(0, sheets.length - 1), formula };
  } catch {
    // Not to be unpacked: whoever reads it says so.
    return null;
  }
}

/** Parts of a zip file as text; one that it has not is empty. */
function partsOf(zip: Buffer, names: readonly string[]): (name: string) => string {
  const parts = unzipSync(zip, { filter: ({ name }) => names.includes(name) });
  return (name) => new TextDecoder().decode(parts[name] ?? new Uint8Array());
}

/** Where the sheet with this id is kept in the file. */
function targetOf(relations: string, id: string): string {
  const found = [...relations.matchAll(/<Relationship\s([^>]*)>/g)].find(([, one = ""]) => attribute(one, "Id") === id);
  const target = attribute(found?.[1] ?? "", "Target");
  return target.startsWith("/") ? target.slice(1) : `xl/${target}`;
}

const ESCAPES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** An attribute of an element as it was written. `name` is part of a pattern: a namespace may be called anything. */
function attribute(attributes: string, name: string): string {
  const written = new RegExp(`(?:^|\\s)${name}="([^"]*)"`).exec(attributes)?.[1] ?? "";
  return written.replace(/&(amp|lt|gt|quot|apos);/g, (whole, sign: string) => ESCAPES[sign] ?? whole);
}

async function readXlsx(bytes: Buffer): Promise<string[][]> {
  const sheet = await readSheet(bytes);
  return sheet.map((cells) => cells.map((cell) => (cell === null ? "" : String(cell))));
}

/** UTF-8, or what a Chinese Excel writes without asking; the line by which Excel says its separator is none of the rows. */
function readCsv(bytes: Buffer): string[][] | undefined {
  const whole = decode(bytes);
  const named = /^sep=(.)\r?\n/i.exec(whole ?? "");
  // Files that were put together end their lines in several ways, and a row would be lost in the one before it.
  const text = whole?.slice(named?.[0].length ?? 0).replace(/\r\n?/g, "\n");
  if (text === undefined || text.includes("\0")) return undefined;
  // What is copied out of a sheet has tabs, and of two columns the library does not find them by itself.
  const tabs = /^[^\r\n]*\S[^\r\n]*$/m.exec(text)?.[0].includes("\t");
  return Papa.parse<string[]>(text, {
    skipEmptyLines: false,
    newline: "\n",
    delimiter: named?.[1] ?? (tabs ? "\t" : ""),
  }).data;
}

function decode(bytes: Buffer): string | undefined {
  // What Excel calls Unicode text: its first two bytes say so.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
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
