import {
  cellText,
  columnsFault,
  guessAddresseeColumns,
  isAddresseeHead,
  MAX_ADDRESSEE_COLUMNS,
  ok,
  refuse,
  WRITTEN_FIELDS,
  writtenAddressee,
  type AddresseeColumns,
  type Refusal,
  type Result,
} from "@commonlot/domain";
import type { Knex } from "@medusajs/framework/mikro-orm/knex";
import { newId } from "../../../lib/ids";
import { atKey, placeOf } from "../../../lib/keyset";
import { SheetFault, sheetBeginning, sheetRows } from "../../../lib/sheet-rows";
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { append } from "../../outbox/append";
import {
  count_,
  findSheet,
  linesAfter,
  linesAt,
  lockSheet_,
  SHEET_COLUMNS,
  SHEET_NOT_THERE,
  writeLines_,
  type NewLine,
} from "./addressee-rows";
import type { AddresseeSheet, LinesShown, ListedSheet, MendedLine, SheetLine, SheetOwner } from "./addressee-types";

/** Rows shown while columns are chosen. */
const FIRST_ROWS = 6;
/** Sheets whose people a company keeps at once: more are forgotten ones, or a slip. */
const MAX_SHEETS = 200;
/** Lines that are put right by one file; a sheet that is wrong all over is brought anew. */
export const MAX_REPAIRS = 20_000;
/** Up to so large a file a person waits for its lines: a second's work. Above, a job reads it. */
export const READ_AT_ONCE_BYTES = 256 * 1024;

const NOT_CHECKED = refuse(
  "sheet_not_open",
  "The lines of this sheet can't be changed now: it is being read, or a quote was asked for with it. Nothing was changed.",
);

/** Sheets of addressees that a company brings, looks through and puts right. What is asked for with them is in `addressee-asking.ts`. */
export class AddresseeSheets {
  constructor(private readonly sql: Knex) {}

  /** Keeps a file; what its columns are is said afterwards. The same key is the same sheet. */
  async bring(
    by: SheetOwner,
    input: { title: string; bytes: Buffer; idempotency_key: string },
  ): Promise<Result<{ id: string; repeated: boolean }, Refusal>> {
    const begun = await beginning(input.bytes);
    if (!begun.ok) return begun;
    const { first, lines } = begun.value;
    return inTransaction(this.sql, async (tx) => {
      await row(tx, `select id from company where id = ? for update`, [by.company_id]);
      const earlier = await row<{ id: string }>(
        tx,
        `select id from addressee_sheet where company_id = ? and idempotency_key = ?`,
        [by.company_id, input.idempotency_key],
      );
      if (earlier) return ok({ id: earlier.id, repeated: true });
      const kept = await row<{ count: number }>(
        tx,
        `select count(*)::int as count from addressee_sheet where company_id = ? and state <> 'forgotten'`,
        [by.company_id],
      );
      if ((kept?.count ?? 0) >= MAX_SHEETS)
        return refuse(
          "too_many_sheets",
          `A company keeps at most ${MAX_SHEETS} sheets of addressees. Delete old ones first.`,
        );
      const id = newId("asheet");
      await rows(
        tx,
        `insert into addressee_sheet (id, company_id, member_id, title, state, first_rows, has_head, rows_said, idempotency_key)
         values (?, ?, ?, ?, 'columns', ?::jsonb, ?, ?, ?)`,
        [
          id,
          by.company_id,
          by.member_id,
          input.title,
          JSON.stringify(first),
          isAddresseeHead(first[0] ?? []),
          lines,
          input.idempotency_key,
        ],
      );
      await rows(tx, `insert into addressee_sheet_file (sheet_id, bytes) values (?, ?)`, [id, input.bytes]);
      return ok({ id, repeated: false });
    });
  }

  /** What its columns are; from here on a job reads it. Answers whether the caller should read it at once, being small. */
  choose(
    by: SheetOwner,
    input: { sheet_id: string; columns: AddresseeColumns; has_head: boolean; packs_each: number | null },
  ): Promise<Result<{ small: boolean }, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const sheet = await lockSheet_(tx, by.company_id, input.sheet_id);
      if (!sheet || sheet.state === "forgotten") return SHEET_NOT_THERE;
      // Pressed twice.
      if (sheet.state !== "columns") return ok({ small: false });
      const wrong = columnsFault(input.columns, input.packs_each);
      if (wrong) return refuseColumns(wrong);
      await rows(
        tx,
        `update addressee_sheet set state = 'reading', columns = ?::jsonb, has_head = ?, packs_each = ?, updated_at = now() where id = ?`,
        [JSON.stringify(input.columns), input.has_head, input.packs_each, sheet.id],
      );
      await append(tx, { job: "read-addressees", payload: { sheet_id: sheet.id }, dedup_key: sheet.id });
      const file = await row<{ bytes: number }>(
        tx,
        `select octet_length(bytes) as bytes from addressee_sheet_file where sheet_id = ?`,
        [sheet.id],
      );
      return ok({ small: (file?.bytes ?? 0) <= READ_AT_ONCE_BYTES });
    });
  }

  one(company_id: string, id: string): Promise<AddresseeSheet | undefined> {
    return findSheet(this.sql, company_id, id);
  }

  /** Newest first. */
  list(company_id: string, input: { cursor?: string | undefined; limit: number }): Promise<ListedSheet[]> {
    const place = placeOf(input.cursor);
    return rows<ListedSheet>(
      this.sql,
      `select ${SHEET_COLUMNS}, ${atKey("created_at")} from addressee_sheet where company_id = ? and (created_at, id) < (?::timestamptz, ?)
       order by created_at desc, id desc limit ?`,
      [company_id, place.at, place.id, input.limit],
    );
  }

  /** Lines behind one of them; the caller has found the sheet to be the company's. */
  lines(sheet_id: string, asked: { shown: LinesShown; after: number; limit: number }): Promise<SheetLine[]> {
    return linesAfter(this.sql, sheet_id, asked);
  }

  /** Puts lines right where they stand: a cell that is not named stays as it was written. A line that is put right is left out no more. */
  mend(by: SheetOwner, input: { sheet_id: string; lines: readonly MendedLine[] }): Promise<Result<void, Refusal>> {
    return this.change(by, input.sheet_id, async (tx, sheet) => {
      // A line that a form names twice is as it was named last.
      const named = [...new Map(input.lines.map((one) => [one.line, one])).values()];
      const numbers = named.map(({ line }) => line);
      const stand = new Map((await linesAt(tx, sheet.id, numbers)).map((one) => [one.line, one.written]));
      if (numbers.some((line) => !stand.has(line)))
        return refuse("addressee_line_not_found", "This sheet has no such line. Nothing was changed.", "lines");
      const mended = named.flatMap(({ line, left_out, ...changed }): NewLine[] => {
        const was = stand.get(line);
        if (left_out || !was) return [];
        return [
          {
            line,
            written: writtenAddressee(
              WRITTEN_FIELDS.map((field) => changed[field] ?? was[field]),
              WRITTEN_FIELDS,
              null,
            ),
          },
        ];
      });
      await writeLines_(tx, sheet.id, mended, { instead: true });
      await rows(tx, `update addressee_sheet_line set left_out = true where sheet_id = ? and line = any(?)`, [
        sheet.id,
        named.flatMap(({ line, left_out }) => (left_out ? [line] : [])),
      ]);
      return ok(undefined);
    });
  }

  /**
   * Takes over lines that were put right in a file, by the numbers in its column "line"; all others stay. Numbers that the sheet has not are
   * counted and nothing else: nothing is added by putting right.
   */
  async repair(
    by: SheetOwner,
    input: { sheet_id: string; bytes: Buffer },
  ): Promise<Result<{ taken: number; unknown: number }, Refusal>> {
    const read = await repairsIn(input.bytes);
    if (!read.ok) return read;
    return this.change(by, input.sheet_id, async (tx, sheet) => {
      const numbers = read.value.map(({ line }) => line);
      const found = await rows<{ line: number }>(
        tx,
        `select line from addressee_sheet_line where sheet_id = ? and line = any(?)`,
        [sheet.id, numbers],
      );
      const stands = new Set(found.map((one) => one.line));
      const lines = read.value.filter(({ line }) => stands.has(line));
      await writeLines_(tx, sheet.id, lines, { instead: true });
      return ok({ taken: lines.length, unknown: numbers.length - lines.length });
    });
  }

  /** Whether lines that say what another says get a parcel each. */
  keepRepeats(by: SheetOwner, input: { sheet_id: string; keep: boolean }): Promise<Result<void, Refusal>> {
    return this.change(by, input.sheet_id, async (tx, sheet) => {
      await rows(tx, `update addressee_sheet set keep_repeats = ? where id = ?`, [input.keep, sheet.id]);
      return ok(undefined);
    });
  }

  /** A change of lines: under the sheet's lock, while it may be changed, with its counts. */
  private change<T>(
    by: SheetOwner,
    sheet_id: string,
    work: (tx: Transaction, sheet: AddresseeSheet) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const sheet = await lockSheet_(tx, by.company_id, sheet_id);
      if (!sheet || sheet.state === "forgotten") return SHEET_NOT_THERE;
      if (sheet.state !== "checked") return NOT_CHECKED;
      const done = await work(tx, sheet);
      if (done.ok) await count_(tx, sheet.id);
      return done;
    });
  }
}

/** Why a sheet is refused, for who brought it. */
export function sheetRefusal(fault: SheetFault): { ok: false; refusal: Refusal } {
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

async function beginning(bytes: Buffer): Promise<Result<{ first: string[][]; lines: number | null }, Refusal>> {
  try {
    const { rows: found, lines } = await sheetBeginning(bytes, FIRST_ROWS);
    if (found.length === 0) return sheetRefusal(new SheetFault("empty"));
    const first = found.map(({ cells }) => cells.slice(0, MAX_ADDRESSEE_COLUMNS).map(cellText));
    return ok({ first, lines });
  } catch (error) {
    if (error instanceof SheetFault) return sheetRefusal(error);
    throw error;
  }
}

/** Lines of a file whose heads name the column of line numbers, each number once: the last one holds. */
async function repairsIn(bytes: Buffer): Promise<Result<NewLine[], Refusal>> {
  const lines = new Map<number, NewLine>();
  let columns: AddresseeColumns | undefined;
  try {
    for await (const block of sheetRows(bytes, FIRST_ROWS * 100)) {
      for (const { cells } of block) {
        if (columns === undefined) {
          columns = guessAddresseeColumns(cells);
          if (!columns.includes("line") || columnsFault(columns, null))
            return refuse(
              "repairs_no_heads",
              "The first line must name the columns as our download of wrong lines does, with the line numbers. Nothing was changed.",
              "repairs",
            );
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
  return ok([...lines.values()]);
}

function refuseColumns(wrong: NonNullable<ReturnType<typeof columnsFault>>): { ok: false; refusal: Refusal } {
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
  return refuse(
    "column_packs",
    "Choose the column of packs, or say how many everybody gets. Nothing was read.",
    "packs_each",
  );
}
