import Papa from "papaparse";
import { readSheet } from "read-excel-file/node";
import { SHEET_COLUMNS } from "./data.server";

export type SheetColumn = (typeof SHEET_COLUMNS)[number];
export type SheetLine = { line: number } & Record<SheetColumn, string>;
export type SheetFault = "noFile" | "tooLarge" | "unreadable" | "noHead" | "noRows";
export type SheetFile = { ok: true; rows: SheetLine[] } | { ok: false; fault: SheetFault; columns?: SheetColumn[] };

/** 100,000 rows as text; a spreadsheet of that many is smaller. */
export const MAX_FILE_BYTES = 15 * 1024 * 1024;
/** What a spreadsheet may unpack to: a small file can claim to hold a large one. */
const MAX_UNPACKED_BYTES = 200 * 1024 * 1024;

/** How people head their columns. */
const HEADS: Record<SheetColumn, readonly string[]> = {
  card_number: ["卡号", "card_number", "card"],
  name: ["姓名", "户主", "name"],
  village: ["村", "村名", "village"],
  phone: ["手机号", "电话", "手机", "phone"],
  floor_kg: ["保底公斤", "保底（公斤）", "floor_kg"],
  public_name: ["公开姓名", "同意公开姓名", "public_name"],
  proof: ["凭据", "凭证", "proof"],
};
const NEEDED: readonly SheetColumn[] = ["name", "village", "phone"];

/**
 * Reads a CSV or XLSX file into rows with the line each stood on. What a cell means is the backend's to judge; here only
 * which column is which.
 */
export async function readSheetFile(file: FormDataEntryValue | null): Promise<SheetFile> {
  if (!(file instanceof File) || file.size === 0) return { ok: false, fault: "noFile" };
  if (file.size > MAX_FILE_BYTES) return { ok: false, fault: "tooLarge" };
  const bytes = Buffer.from(await file.arrayBuffer());
  const isXlsx = bytes.subarray(0, 2).toString("latin1") === "PK";
  if (isXlsx && unpackedBytes(bytes) > MAX_UNPACKED_BYTES) return { ok: false, fault: "tooLarge" };
  try {
    const table = isXlsx ? await readXlsx(bytes) : readCsv(bytes);
    return table === undefined ? { ok: false, fault: "unreadable" } : asRows(table);
  } catch {
    // A broken spreadsheet: the library says so by an error of its own.
    return { ok: false, fault: "unreadable" };
  }
}

async function readXlsx(bytes: Buffer): Promise<string[][]> {
  const sheet = await readSheet(bytes);
  return sheet.map((cells) => cells.map((cell) => (cell === null ? "" : String(cell))));
}

/** UTF-8, or what a Chinese Excel writes without asking. */
function readCsv(bytes: Buffer): string[][] | undefined {
  const text = decode(bytes);
  if (text === undefined || text.includes("\0")) return undefined;
  return Papa.parse<string[]>(text, { skipEmptyLines: false }).data;
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

function asRows(table: readonly (readonly string[])[]): SheetFile {
  const at = table.findIndex((cells) => cells.some((cell) => cell.trim() !== ""));
  const head = (table[at] ?? []).map((cell) => cell.normalize("NFKC").trim().toLowerCase());
  const column = new Map<SheetColumn, number>();
  for (const name of SHEET_COLUMNS) {
    const index = head.findIndex((cell) => HEADS[name].some((word) => word.normalize("NFKC") === cell));
    if (index >= 0) column.set(name, index);
  }
  const missing = NEEDED.filter((name) => !column.has(name));
  if (missing.length > 0) return { ok: false, fault: "noHead", columns: missing };
  const rows = table.flatMap((cells, index): SheetLine[] => {
    if (index <= at || cells.every((cell) => cell.trim() === "")) return [];
    const cell = (name: SheetColumn) => (cells[column.get(name) ?? -1] ?? "").slice(0, 1_000);
    return [
      {
        line: index + 1,
        ...(Object.fromEntries(SHEET_COLUMNS.map((name) => [name, cell(name)])) as Record<SheetColumn, string>),
      },
    ];
  });
  return rows.length === 0 ? { ok: false, fault: "noRows" } : { ok: true, rows };
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
