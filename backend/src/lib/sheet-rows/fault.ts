export type SheetFaultKind =
  | "empty"
  /** Neither text that we know the letters of, nor a spreadsheet. */
  | "unreadable"
  | "too_large"
  | "too_many"
  /** A cell that is worked out from others: `cell` names it. */
  | "formula";

/** Why a sheet can't be read. What stands in it is never part of it. */
export class SheetFault extends Error {
  override name = "SheetFault";

  constructor(
    readonly kind: SheetFaultKind,
    /** "B3", of a formula. */
    readonly cell: string | null = null,
  ) {
    super(`sheet: ${kind}`);
  }
}

/** A row with its place in the sheet, counted from 1 as spreadsheets do. */
export interface SheetRow {
  readonly line: number;
  readonly cells: string[];
}
