import {
  cellText,
  columnsFault,
  guessAddresseeColumns,
  MAX_ADDRESSEE_COLUMNS,
  namesGoods,
  ok,
  refuse,
  writtenAddressee,
  type AddresseeColumns,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import { SheetFault, sheetBeginning, sheetRows } from "../../../lib/sheet-rows";
import type { NewLine } from "./addressee-rows";

// Files of addressees, as they begin and as they come back put right, and why they are refused.

/** Rows shown while columns are chosen. */
const FIRST_ROWS = 6;
/** Lines that are put right by one file; a sheet that is wrong all over is brought anew. */
const MAX_REPAIRS = 20_000;

export const NO_HEADS = refuse(
  "repairs_no_heads",
  "The first line must name the columns as our download of wrong lines does, with the line numbers. Nothing was changed.",
  "repairs",
);

/** Why a sheet is refused, for who brought it. */
function sheetRefusal(fault: SheetFault): { ok: false; refusal: Refusal } {
  switch (fault.kind) {
    case "formula":
      return {
        ok: false,
        refusal: {
          reason: "sheet_formula",
          message: `Cell ${fault.cell ?? ""} is worked out from others. Put its value in its place, then bring the sheet again; nothing was taken over.`,
          field: "file",
          details: { cell: fault.cell },
        },
      };
    case "empty":
      return refuse("sheet_empty", "There is nothing in this file. Nothing was taken over.", "file");
    case "too_many":
      return refuse(
        "sheet_too_many",
        "A sheet has at most 100,000 addressees. Bring it in parts; nothing was taken over.",
        "file",
      );
    case "too_large":
      return refuse(
        "sheet_too_large",
        "This spreadsheet holds too much to be read. Bring it in parts; nothing was taken over.",
        "file",
      );
    case "unreadable":
      return refuse(
        "sheet_unreadable",
        "This is neither a spreadsheet (XLSX) nor text (CSV) that we can read. Nothing was taken over.",
        "file",
      );
  }
}

/** How a file begins, and about how many rows it has. */
export async function beginning(bytes: Buffer): Promise<Result<{ first: string[][]; lines: number | null }, Refusal>> {
  try {
    const { rows: found, lines } = await sheetBeginning(bytes, FIRST_ROWS);
    if (found.length === 0) return sheetRefusal(new SheetFault("empty"));
    const first = found.map(({ cells }) => cells.slice(0, MAX_ADDRESSEE_COLUMNS).map((cell) => cellText(cell)));
    return ok({ first, lines });
  } catch (error) {
    if (error instanceof SheetFault) return sheetRefusal(error);
    throw error;
  }
}

interface Repairs {
  readonly lines: NewLine[];
  /** Whether the file says which packs people get. */
  readonly names_goods: boolean;
}

/** Lines of a file whose heads name the column of line numbers, each number once: the last one holds. */
export async function repairsIn(bytes: Buffer): Promise<Result<Repairs, Refusal>> {
  const lines = new Map<number, NewLine>();
  let columns: AddresseeColumns | undefined;
  try {
    for await (const block of sheetRows(bytes, FIRST_ROWS * 100)) {
      for (const { cells } of block) {
        if (columns === undefined) {
          columns = guessAddresseeColumns(cells);
          if (!columns.includes("line") || columnsFault(columns, null)) return NO_HEADS;
          continue;
        }
        const line = Number(cells[columns.indexOf("line")]?.trim());
        if (!Number.isSafeInteger(line) || line < 1 || line > 10_000_000) continue;
        lines.set(line, { line, written: writtenAddressee(cells, columns, null) });
        if (lines.size > MAX_REPAIRS)
          return refuse(
            "too_many_repairs",
            `At most ${MAX_REPAIRS} lines are put right by one file. Bring it in parts, or the whole sheet anew; nothing was changed.`,
            "repairs",
          );
      }
    }
  } catch (error) {
    if (!(error instanceof SheetFault)) throw error;
    const refused = sheetRefusal(error);
    return { ok: false, refusal: { ...refused.refusal, field: "repairs" } };
  }
  if (lines.size === 0)
    return refuse("sheet_empty", "There is no line with a number in this file. Nothing was changed.", "repairs");
  return ok({ lines: [...lines.values()], names_goods: namesGoods(columns ?? null) });
}

export function refuseColumns(wrong: NonNullable<ReturnType<typeof columnsFault>>): { ok: false; refusal: Refusal } {
  if (wrong.fault === "twice")
    return {
      ok: false,
      refusal: {
        reason: "column_twice",
        message: `Two columns are chosen as "${wrong.field}". Choose one of them; nothing was read.`,
        field: "columns",
        details: { field: wrong.field },
      },
    };
  if (wrong.fault === "missing")
    return {
      ok: false,
      refusal: {
        reason: "column_missing",
        message: `No column is chosen as "${wrong.field}", which every parcel needs. Nothing was read.`,
        field: "columns",
        details: { field: wrong.field },
      },
    };
  if (wrong.fault === "no_head")
    return refuse(
      "column_no_head",
      "A column is chosen as packs of one kind, and the first row is said to hold no names of columns. Its head has to name the pack; nothing was read.",
      "columns",
    );
  return refuse(
    "column_packs",
    "Choose the column of packs, or say how many everybody gets. Nothing was read.",
    "packs_each",
  );
}
