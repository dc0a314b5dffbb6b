import { csvLines, csvRows } from "./csv";
import type { SheetRow } from "./fault";
import { xlsxLines, xlsxRows } from "./xlsx";

export { SheetFault, type SheetFaultKind, type SheetRow } from "./fault";

const isSpreadsheet = (bytes: Buffer) => bytes.subarray(0, 2).toString("latin1") === "PK";

/** Filled rows of a CSV or XLSX file in blocks of so many: the file's bytes are held, of its rows one block. Throws `SheetFault`. */
export async function* sheetRows(bytes: Buffer, block: number): AsyncGenerator<SheetRow[]> {
  if (isSpreadsheet(bytes)) yield* xlsxRows(bytes, block);
  else yield* csvRows(bytes, block);
}

/** The first filled rows, and about how many there are; null when the file does not say. */
export async function sheetBeginning(bytes: Buffer, rows: number): Promise<{ rows: SheetRow[]; lines: number | null }> {
  for await (const block of sheetRows(bytes, rows)) {
    return { rows: block, lines: isSpreadsheet(bytes) ? await xlsxLines(bytes) : csvLines(bytes) };
  }
  return { rows: [], lines: 0 };
}
