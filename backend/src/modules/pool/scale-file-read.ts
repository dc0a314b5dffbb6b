import { createHash } from "node:crypto";
import Papa from "papaparse";
import { dayNumber } from "@commonlot/domain";
import { gradeCode, produceCode } from "../../lib/words";

/** A season of a large weighing place; more comes in two files. */
export const MAX_SCALE_ROWS = 100_000;
/** Faults said one by one; the rest are counted. */
export const FAULTS_SHOWN = 200;

/** What is wrong, where: the line as an editor counts it, the column as the file names it. */
export interface Fault {
  line: number;
  column: string;
  /** The kind of fault, and what its sentence names: pages say it in the reader's language. */
  code: string;
  values: Record<string, string | number>;
  /** In English, for programs and logs. */
  message: string;
}

/** What a cell shows, shortened: never a whole page of it. */
const shown = (text: string): string => text.slice(0, MAX_CELL);

export interface ScaleRow {
  line: number;
  card_number: string;
  produce: string;
  grade: string;
  gross_g: number | undefined;
  tare_g: number | undefined;
  pieces: number | undefined;
  harvested_on: string;
  /** Day on which the scale was read; undefined: the day of the import. */
  weighed_on: string | undefined;
  scale: string | undefined;
  moisture_bp: number | undefined;
  foreign_bp: number | undefined;
  /** The same row of the same scale has the same key, in whatever file it comes. */
  key: string;
}

type Field = Exclude<keyof ScaleRow, "line" | "key"> | "ref";

/** The headings a file may have. Weights say their unit: nothing is guessed. */
const HEADINGS: Record<string, { field: Field; read: "text" | "kg" | "g" | "count" | "percent" | "day" }> = {
  card: { field: "card_number", read: "text" },
  卡号: { field: "card_number", read: "text" },
  produce: { field: "produce", read: "text" },
  品种: { field: "produce", read: "text" },
  grade: { field: "grade", read: "text" },
  等级: { field: "grade", read: "text" },
  gross_kg: { field: "gross_g", read: "kg" },
  毛重公斤: { field: "gross_g", read: "kg" },
  gross_g: { field: "gross_g", read: "g" },
  毛重克: { field: "gross_g", read: "g" },
  tare_kg: { field: "tare_g", read: "kg" },
  皮重公斤: { field: "tare_g", read: "kg" },
  tare_g: { field: "tare_g", read: "g" },
  皮重克: { field: "tare_g", read: "g" },
  pieces: { field: "pieces", read: "count" },
  枚数: { field: "pieces", read: "count" },
  day: { field: "harvested_on", read: "day" },
  采收日期: { field: "harvested_on", read: "day" },
  weighed_on: { field: "weighed_on", read: "day" },
  过秤日期: { field: "weighed_on", read: "day" },
  scale: { field: "scale", read: "text" },
  秤: { field: "scale", read: "text" },
  "moisture_%": { field: "moisture_bp", read: "percent" },
  "水分%": { field: "moisture_bp", read: "percent" },
  "foreign_%": { field: "foreign_bp", read: "percent" },
  "杂质%": { field: "foreign_bp", read: "percent" },
  ref: { field: "ref", read: "text" },
  单号: { field: "ref", read: "text" },
};
const NEEDED: readonly Field[] = ["card_number", "produce", "grade", "harvested_on"];
const NEEDED_AS: Partial<Record<Field, string>> = {
  card_number: "card",
  produce: "produce",
  grade: "grade",
  harvested_on: "day",
};
/** Longest text of a cell; our codes and cards are shorter. */
const MAX_CELL = 40;

export interface ReadScaleFile {
  rows: ScaleRow[];
  faults: Fault[];
  /** Field -> heading in this file, for faults found later. */
  headings: ReadonlyMap<string, string>;
}

/**
 * Reads a scale's CSV: headings in Chinese or English, weights in kilograms or grams as the heading says. Faults are
 * collected, not thrown; a row with a fault is not among the rows. Empty lines are skipped.
 */
export function readScaleFile(text: string): ReadScaleFile {
  const parsed = Papa.parse<string[]>(text.replace(/^\uFEFF/, ""), { skipEmptyLines: false });
  const [head = [], ...lines] = parsed.data;
  const columns = head.map((cell) => ({
    heading: cell.trim(),
    ...HEADINGS[cell.normalize("NFKC").trim().toLowerCase()],
  }));
  const headings = new Map(columns.flatMap((one) => (one.field ? [[one.field as string, one.heading] as const] : [])));
  const faults = headingFaults(columns, headings);
  if (faults.length > 0) return { rows: [], faults, headings };
  const rows: ScaleRow[] = [];
  const seen = new Map<string, number>();
  for (const [index, cells] of lines.entries()) {
    if (cells.every((cell) => cell.trim() === "")) continue;
    const line = index + 2;
    if (rows.length >= MAX_SCALE_ROWS) {
      faults.push({
        line,
        column: "",
        code: "too_many_lines",
        values: { most: MAX_SCALE_ROWS },
        message: `A file has at most ${MAX_SCALE_ROWS} lines. Send the rest as a second file.`,
      });
      break;
    }
    const row = readRow(line, cells, columns, faults);
    if (row) rows.push({ ...row.values, line, key: keyOf(row, seen) });
  }
  if (rows.length === 0 && faults.length === 0)
    faults.push({
      line: 2,
      column: "",
      code: "no_lines",
      values: {},
      message: "The file has no lines below its headings.",
    });
  return { rows, faults, headings };
}

interface Column {
  heading: string;
  field?: Field;
  read?: (typeof HEADINGS)[string]["read"];
}

function headingFaults(columns: readonly Column[], headings: ReadonlyMap<string, string>): Fault[] {
  const faults: Fault[] = [];
  for (const { heading, field } of columns) {
    if (field === undefined && heading !== "") {
      faults.push({
        line: 1,
        column: heading,
        code: "unknown_heading",
        values: { shown: shown(heading), known: HEADINGS_KNOWN },
        message: `"${heading.slice(0, MAX_CELL)}" is no heading we know. ${KNOWN}`,
      });
    }
  }
  const twice = columns.filter((one) => one.field && columns.filter((other) => other.field === one.field).length > 1);
  for (const { heading } of twice)
    faults.push({ line: 1, column: heading, code: "column_twice", values: {}, message: "This column is there twice." });
  for (const field of NEEDED) {
    const name = NEEDED_AS[field] ?? field;
    if (!headings.has(field))
      faults.push({
        line: 1,
        column: name,
        code: "column_missing",
        values: { name, known: HEADINGS_KNOWN },
        message: `The column "${name}" is missing. ${KNOWN}`,
      });
  }
  return faults;
}

const HEADINGS_KNOWN = Object.keys(HEADINGS).join(", ");
const KNOWN = `Headings are: ${HEADINGS_KNOWN}.`;

type Values = Omit<ScaleRow, "line" | "key">;

function readRow(
  line: number,
  cells: readonly string[],
  columns: readonly Column[],
  faults: Fault[],
): { values: Values; ref: string | undefined } | undefined {
  const before = faults.length;
  const found: Record<string, string | number | undefined> = {};
  columns.forEach(({ heading, field, read }, at) => {
    if (!field || !read) return;
    const cell = (cells[at] ?? "").normalize("NFKC").trim();
    if (cell === "") {
      if (NEEDED.includes(field))
        faults.push({ line, column: heading, code: "empty_cell", values: {}, message: "This cell is empty." });
      return;
    }
    const value = readCell(field, read, cell);
    if (value === undefined) {
      const { code, message } = faultOf(field, read, cell);
      faults.push({ line, column: heading, code, values: { shown: shown(cell), most: MAX_CELL }, message });
    } else found[field] = value;
  });
  if (faults.length > before) return undefined;
  const { ref, ...values } = found;
  return { values: { ...EMPTY, ...values }, ref: ref as string | undefined };
}

const EMPTY: Values = {
  card_number: "",
  produce: "",
  grade: "",
  gross_g: undefined,
  tare_g: undefined,
  pieces: undefined,
  harvested_on: "",
  weighed_on: undefined,
  scale: undefined,
  moisture_bp: undefined,
  foreign_bp: undefined,
};

function readCell(field: Field, read: NonNullable<Column["read"]>, cell: string): string | number | undefined {
  if (read === "kg") return thousandths(cell, 3);
  if (read === "percent") return thousandths(cell.replace(/%$/, ""), 2);
  if (read === "g" || read === "count") return /^\d{1,9}$/.test(cell) ? Number(cell) : undefined;
  if (read === "day") {
    const iso = cell
      .replaceAll("/", "-")
      .replace(/^(\d{4})-(\d)(?=-)/, "$1-0$2")
      .replace(/-(\d)$/, "-0$1");
    return dayNumber(iso) === null ? undefined : iso;
  }
  if (cell.length > MAX_CELL) return undefined;
  if (field === "card_number") {
    const card = cell.toUpperCase().replace(/\s/g, "");
    return /^[A-Z]{2}[0-9]{4,8}$/.test(card) ? card : undefined;
  }
  if (field === "produce") return produceCode(cell);
  if (field === "grade") return gradeCode(cell);
  return cell;
}

/** "12.5" with three decimals -> 12500, without a float between. */
function thousandths(cell: string, decimals: number): number | undefined {
  const match = new RegExp(`^(\\d{1,6})(?:[.,](\\d{1,${decimals}}))?$`).exec(cell.trim());
  return match ? Number(match[1]) * 10 ** decimals + Number((match[2] ?? "").padEnd(decimals, "0")) : undefined;
}

function faultOf(field: Field, read: NonNullable<Column["read"]>, cell: string): { code: string; message: string } {
  const text = `"${shown(cell)}"`;
  if (read === "kg") return { code: "not_kg", message: `${text} is no weight in kilograms such as 12.5.` };
  if (read === "g") return { code: "not_grams", message: `${text} is no whole number of grams.` };
  if (read === "count") return { code: "not_count", message: `${text} is no whole number of pieces.` };
  if (read === "percent") return { code: "not_percent", message: `${text} is no percentage such as 12.6.` };
  if (read === "day") return { code: "not_day", message: `${text} is no day such as 2026-11-20.` };
  if (field === "card_number") {
    return { code: "not_card", message: `${text} is no card number: two letters and 4 to 8 digits.` };
  }
  if (field === "produce") return { code: "not_produce", message: `${text} is no produce we know.` };
  if (field === "grade") return { code: "not_grade", message: `${text} is no grade we know.` };
  return { code: "too_long", message: `${text} is longer than ${MAX_CELL} characters.` };
}

/**
 * With a number of the scale's own the key is scale, day and number. Without, it is what the row says and how many rows
 * before it said the same: a file that is sent again, or longer than yesterday, finds its rows.
 */
function keyOf(row: { values: Values; ref: string | undefined }, seen: Map<string, number>): string {
  const { values, ref } = row;
  const says =
    ref === undefined
      ? JSON.stringify(values)
      : JSON.stringify(["ref", values.scale ?? "", values.weighed_on ?? "", ref]);
  const digest = createHash("sha256").update(says).digest("hex").slice(0, 40);
  if (ref !== undefined) return `scale-${digest}`;
  const before = seen.get(digest) ?? 0;
  seen.set(digest, before + 1);
  return `scale-${digest}-${before}`;
}
