import {
  columnsFault,
  isAddresseeHead,
  namesGoods,
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
import { inTransaction, row, rows, type Transaction } from "../../../lib/sql";
import { append } from "../../outbox/append";
import { counting_, repeatsOf } from "./addressee-counts";
import { beginning, NO_HEADS, refuseColumns, repairsIn } from "./addressee-files";
import { KnownNames, NO_NAMES, plainName, type PackNames } from "./addressee-names";
import {
  findSheet,
  linesAfter,
  linesAt,
  lockSheet_,
  SHEET_COLUMNS,
  SHEET_NOT_THERE,
  unnamedAfter,
  unnamedTexts,
  writeLines_,
  type NewLine,
} from "./addressee-rows";
import type { AddresseeSheet, LinesShown, ListedSheet, MendedLine, SheetLine, SheetOwner } from "./addressee-types";

/** Sheets whose people a company keeps at once: more are forgotten ones, or a slip. */
const MAX_SHEETS = 200;
/** Up to so large a file a person waits for its lines: a second's work. Above, a job reads it. */
const READ_AT_ONCE_BYTES = 256 * 1024;
/** Names of packs that are said for one sheet, and lines that are judged anew at once. */
const MAX_NAMES = 200;
const LINES_AT_ONCE = 2_000;

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
      const wrong = columnsFault(input.columns, input.packs_each, input.has_head);
      if (wrong) return refuseColumns(wrong);
      await rows(
        tx,
        `update addressee_sheet set state = 'reading', columns = ?::jsonb, has_head = ?, packs_each = ?, goods = ?::jsonb, updated_at = now() where id = ?`,
        [
          JSON.stringify(input.columns),
          input.has_head,
          input.packs_each,
          namesGoods(input.columns) ? "{}" : null,
          sheet.id,
        ],
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

  /** What is written of packs in lines of which nobody knows which they mean, each text once, those first that most lines have. */
  unnamed(sheet_id: string, limit: number): Promise<string[]> {
    return unnamedTexts(this.sql, sheet_id, limit);
  }

  /** Puts lines right where they stand: a cell that is not named stays as it was written. A line that is put right is left out no more. */
  mend(
    by: SheetOwner,
    input: { sheet_id: string; lines: readonly MendedLine[] },
    names: PackNames = NO_NAMES,
  ): Promise<Result<void, Refusal>> {
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
      await counting_(tx, sheet.id, numbers, async () => {
        await rewrite_(tx, sheet, mended, names);
        await rows(tx, `update addressee_sheet_line set left_out = true where sheet_id = ? and line = any(?)`, [
          sheet.id,
          named.flatMap(({ line, left_out }) => (left_out ? [line] : [])),
        ]);
      });
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
    names: PackNames = NO_NAMES,
  ): Promise<Result<{ taken: number; unknown: number }, Refusal>> {
    const read = await repairsIn(input.bytes);
    if (!read.ok) return read;
    return this.change(by, input.sheet_id, async (tx, sheet) => {
      // Without them the packs of its lines would be lost.
      if (namesGoods(sheet.columns) && !read.value.names_goods) return NO_HEADS;
      const numbers = read.value.lines.map(({ line }) => line);
      const found = await rows<{ line: number }>(
        tx,
        `select line from addressee_sheet_line where sheet_id = ? and line = any(?)`,
        [sheet.id, numbers],
      );
      const stands = new Set(found.map((one) => one.line));
      const lines = read.value.lines.filter(({ line }) => stands.has(line));
      await counting_(tx, sheet.id, [...stands], () => rewrite_(tx, sheet, lines, names));
      return ok({ taken: lines.length, unknown: numbers.length - lines.length });
    });
  }

  /**
   * What names of packs mean on this sheet: every line that has one of them, and was wrong for its packs, is judged anew. The caller has seen
   * to it that the packs are sold.
   */
  say(
    by: SheetOwner,
    input: { sheet_id: string; names: readonly { name: string; variant_id: string }[] },
    names: PackNames = NO_NAMES,
  ): Promise<Result<void, Refusal>> {
    return this.change(by, input.sheet_id, async (tx, sheet) => {
      const said = { ...sheet.pack_names };
      for (const { name, variant_id } of input.names) said[plainName(name)] = variant_id;
      if (Object.keys(said).length > MAX_NAMES)
        return refuse(
          "too_many_names",
          `At most ${MAX_NAMES} names of packs are said for one sheet. Write the names of packs in the sheet itself; nothing was changed.`,
          "names",
        );
      await rows(tx, `update addressee_sheet set pack_names = ?::jsonb, updated_at = now() where id = ?`, [
        JSON.stringify(said),
        sheet.id,
      ]);
      const known = new KnownNames(names, said);
      for (let after = 0; ;) {
        const lines = await unnamedAfter(tx, sheet.id, { after, limit: LINES_AT_ONCE });
        const last = lines.at(-1);
        if (!last) return ok(undefined);
        const packOf = await known.learn(
          tx,
          lines.map(({ written }) => written.goods),
        );
        const numbers = lines.map(({ line }) => line);
        await counting_(tx, sheet.id, numbers, () => writeLines_(tx, sheet.id, lines, { instead: true, packOf }));
        after = last.line;
      }
    });
  }

  /** Whether lines that say what another says get a parcel each. */
  keepRepeats(by: SheetOwner, input: { sheet_id: string; keep: boolean }): Promise<Result<void, Refusal>> {
    return this.change(by, input.sheet_id, async (tx, sheet) => {
      await counting_(tx, sheet.id, await repeatsOf(tx, sheet.id), () =>
        rows(tx, `update addressee_sheet set keep_repeats = ? where id = ?`, [input.keep, sheet.id]),
      );
      return ok(undefined);
    });
  }

  /** A change of lines: under the sheet's lock, while it may be changed. */
  private change<T>(
    by: SheetOwner,
    sheet_id: string,
    work: (tx: Transaction, sheet: AddresseeSheet) => Promise<Result<T, Refusal>>,
  ): Promise<Result<T, Refusal>> {
    return inTransaction(this.sql, async (tx) => {
      const sheet = await lockSheet_(tx, by.company_id, sheet_id);
      if (!sheet || sheet.state === "forgotten") return SHEET_NOT_THERE;
      if (sheet.state !== "checked") return NOT_CHECKED;
      return work(tx, sheet);
    });
  }
}

/** Lines as they are put right; where lines name their packs, by what the names mean today. */
async function rewrite_(
  tx: Transaction,
  sheet: AddresseeSheet,
  lines: readonly NewLine[],
  names: PackNames,
): Promise<void> {
  const known = namesGoods(sheet.columns) ? new KnownNames(names, sheet.pack_names) : undefined;
  const packOf = await known?.learn(
    tx,
    lines.map(({ written }) => written.goods),
  );
  await writeLines_(tx, sheet.id, lines, { instead: true, packOf });
}
