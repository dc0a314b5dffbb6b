import { readTable, underHeads } from "../../lib/sheet.server";
import { type SHEET_COLUMNS } from "./data.server";

export type SheetColumn = (typeof SHEET_COLUMNS)[number];
export type SheetLine = { line: number } & Record<SheetColumn, string>;
export type SheetFault = "noFile" | "tooLarge" | "unreadable" | "noHead" | "noRows";
export type SheetFile = { ok: true; rows: SheetLine[] } | { ok: false; fault: SheetFault; columns?: SheetColumn[] };

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
  const read = await readTable(file);
  return read.ok ? underHeads(read.table, HEADS, NEEDED) : read;
}
