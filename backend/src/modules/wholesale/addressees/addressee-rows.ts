import {
  judgeAddressee,
  refuse,
  sameAddressee,
  type AddresseeKnowledge,
  type JudgedAddressee,
  type PackOf,
  type WrittenAddressee,
} from "@commonlot/domain";
import { isDialled } from "../../../lib/phone";
import { placeOf } from "../../../lib/places";
import { row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { insertAll, type Column } from "../../../lib/unnest";
import type { AddresseeSheet, LinesShown, SheetLine } from "./addressee-types";

// What several parts read and write of sheets of addressees.

export const SHEET_NOT_THERE = refuse("addressee_sheet_not_found", "Your company has no such sheet of addressees.");

export const SHEET_COLUMNS = `id, company_id, title, state, first_rows, columns, has_head, packs_each, rows_said, read_to, fault, fault_cell, lines, wrong,
  repeats, left_out, addressees, packs_total::float8 as packs_total, goods, pack_names, keep_repeats, list_id, quote_id, created_at`;

export function findSheet(sql: Sql, company_id: string, id: string): Promise<AddresseeSheet | undefined> {
  return row(sql, `select ${SHEET_COLUMNS} from addressee_sheet where id = ? and company_id = ?`, [id, company_id]);
}

/** Under its lock: its writers go one after the other. */
export function lockSheet_(tx: Transaction, company_id: string, id: string): Promise<AddresseeSheet | undefined> {
  return row(tx, `select ${SHEET_COLUMNS} from addressee_sheet where id = ? and company_id = ? for update`, [
    id,
    company_id,
  ]);
}

const KNOWN: AddresseeKnowledge = {
  isPhone: isDialled,
  placeOf,
};

export interface NewLine {
  readonly line: number;
  readonly written: WrittenAddressee;
}
type JudgedLine = NewLine & JudgedAddressee;

const COLUMNS: readonly Column<JudgedLine>[] = [
  ["line", "int", (one) => one.line],
  ["name", "text", (one) => one.written.name],
  ["phone", "text", (one) => one.written.phone],
  ["province", "text", (one) => one.written.province],
  ["city", "text", (one) => one.written.city],
  ["district", "text", (one) => one.written.district],
  ["town", "text", (one) => one.written.town],
  ["address", "text", (one) => one.written.address],
  ["to_city", "text", (one) => one.to_city],
  ["to_address", "text", (one) => one.to_address],
  ["packs_written", "text", (one) => one.written.packs],
  ["message", "text", (one) => one.written.message],
  ["province_code", "text", (one) => one.province_code],
  ["packs", "int", (one) => one.packs],
  ["faults", "jsonb", (one) => JSON.stringify(one.faults)],
  ["same", "text", (one) => sameAddressee(one.written, one, one.goods)],
  ["goods_written", "text", (one) => one.written.goods],
  ["goods", "jsonb", (one) => (one.goods === null ? null : JSON.stringify(one.goods))],
];
/** A line that was put right, in place of the one that stands; it is left out no more. */
const PUT_RIGHT = `on conflict (sheet_id, line) do update set left_out = false, ${COLUMNS.slice(1)
  .map(([name]) => `${name} = excluded.${name}`)
  .join(", ")}`;

/**
 * Writes lines as they were read, judged. `instead`: of lines that stand already, in their place. `packOf`: what names of packs mean, where
 * lines name them.
 */
export async function writeLines_(
  tx: Transaction,
  sheet_id: string,
  lines: readonly NewLine[],
  { instead, packOf }: { instead: boolean; packOf: PackOf | undefined },
): Promise<void> {
  const judged = lines.map(({ line, written }) => {
    const kept = packOf === undefined ? { ...written, goods: "" } : written;
    return { line, written: kept, ...judgeAddressee(kept, { ...KNOWN, packOf }) };
  });
  const columns: Column<JudgedLine>[] = [["sheet_id", "text", () => sheet_id], ...COLUMNS];
  await insertAll(tx, "addressee_sheet_line", columns, judged, instead ? PUT_RIGHT : "");
}

/** Who gets a parcel as the sheet stands: right, not left out, and no repeat that is dropped. `l` is the line, `s` its sheet. */
export const SENT_TO = `l.faults = '[]' and not l.left_out and (s.keep_repeats or l.repeat_of is null)`;

type LineRow = Omit<SheetLine, "written"> &
  Omit<WrittenAddressee, "packs" | "goods"> & { packs_written: string; goods_written: string };
const LINE = `line, name, phone, province, city, district, town, address, packs_written, message, goods_written, province_code, packs, goods, faults, repeat_of, left_out`;
const SHOWN: Readonly<Record<LinesShown, string>> = {
  all: "true",
  wrong: "faults <> '[]' and not left_out",
  repeats: "repeat_of is not null",
};

/** Lines of a sheet behind one of them, in their order. */
export async function linesAfter(
  sql: Sql,
  sheet_id: string,
  asked: { shown: LinesShown; after: number; limit: number },
): Promise<SheetLine[]> {
  const found = await rows<LineRow>(
    sql,
    `select ${LINE} from addressee_sheet_line where sheet_id = ? and line > ? and ${SHOWN[asked.shown]} order by line limit ?`,
    [sheet_id, asked.after, asked.limit],
  );
  return found.map(lineOf);
}

/** Lines by their numbers, at most those of one form. */
export async function linesAt(sql: Sql, sheet_id: string, lines: readonly number[]): Promise<SheetLine[]> {
  const found = await rows<LineRow>(
    sql,
    `select ${LINE} from addressee_sheet_line where sheet_id = ? and line = any(?)`,
    [sheet_id, [...lines]],
  );
  return found.map(lineOf);
}

/** Lines behind one of them whose packs are named so that nobody knows which are meant. */
export async function unnamedAfter(
  sql: Sql,
  sheet_id: string,
  asked: { after: number; limit: number },
): Promise<SheetLine[]> {
  const found = await rows<LineRow>(
    sql,
    `select ${LINE} from addressee_sheet_line where sheet_id = ? and line > ? and ${UNNAMED} order by line limit ?`,
    [sheet_id, asked.after, asked.limit],
  );
  return found.map(lineOf);
}

/** What is written of packs in such lines, each text once, those first that most lines have. */
export async function unnamedTexts(sql: Sql, sheet_id: string, limit: number): Promise<string[]> {
  const found = await rows<{ goods_written: string }>(
    sql,
    `select goods_written from addressee_sheet_line where sheet_id = ? and ${UNNAMED}
     group by goods_written order by count(*) desc, goods_written limit ?`,
    [sheet_id, limit],
  );
  return found.map((one) => one.goods_written);
}

const UNNAMED = `not left_out and (faults @> '["unknown_pack"]' or faults @> '["ambiguous_pack"]')`;

function lineOf(found: LineRow): SheetLine {
  const { name, phone, province, city, district, town, address, packs_written, message, goods_written, ...line } =
    found;
  const written = {
    name,
    phone,
    province,
    city,
    district,
    town,
    address,
    packs: packs_written,
    message,
    goods: goods_written,
  };
  return { ...line, written };
}
