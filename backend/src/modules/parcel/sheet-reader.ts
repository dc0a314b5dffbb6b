import { formatKg, formatMinor, MAX_SIDE_MM, type SizeMm } from "@commonlot/domain";
import * as cell from "./sheet-cells";

// Sheets of cartons, rate cards and packs: rows of text as they stood in the file, read whole, so that one answer names
// every line that must be mended and nothing is written before all are right.

/** In the order in which they are written. Names beside a code are for the eye: they are not read. */
export const SHEET_COLUMNS = {
  cartons: ["code", "title", "length_mm", "width_mm", "height_mm", "tare_g", "max_weight_kg", "cost"],
  "rate-cards": [
    "carrier",
    "carrier_zh",
    "carrier_en",
    "service",
    "service_title",
    "valid_from",
    "valid_to",
    "zone",
    "provinces",
    "countries",
    "first_kg",
    "first_price",
    "step_kg",
    "step_price",
    "max_kg",
    "divisor",
    "minimum",
    "max_side_mm",
    "max_sides_mm",
    "surcharges",
    "insured_percent",
    "insured_minimum",
    "insured_most",
    "example",
  ],
  packs: [
    "variant_id",
    "title_zh",
    "title_en",
    "gross_g",
    "length_mm",
    "width_mm",
    "height_mm",
    "volume_ml",
    "fragile",
    "cold",
    "keep_upright",
    "goods_class",
    "not_with",
  ],
} as const;
export type SheetKind = keyof typeof SHEET_COLUMNS;
export const SHEET_KINDS = Object.keys(SHEET_COLUMNS) as [SheetKind, ...SheetKind[]];
export type SheetColumn = (typeof SHEET_COLUMNS)[SheetKind][number];

/** The currency of the houses' sheets: that of their pools. */
export const SHEET_CURRENCY = "CNY";
/** Rows of one sheet: every province by every service of every carrier, twice over. */
export const MAX_SHEET_ROWS = 2_000;

export type SheetRow = { line: number } & Partial<Record<SheetColumn, string>>;

export type SheetFault =
  | "missing"
  | "not_a_number"
  | "not_money"
  | "not_a_day"
  | "not_yes_or_no"
  | "not_a_province"
  | "not_a_surcharge"
  | "not_a_size"
  | "not_a_code"
  | "not_a_box_code"
  | "not_a_class"
  | "not_a_country"
  | "not_a_percent"
  | "too_small"
  | "too_much"
  | "too_light"
  | "twice"
  | "differs"
  | "zone_twice"
  | "province_twice"
  | "country_twice"
  | "last_before_first"
  | "surcharge_zone"
  | "size_and_volume"
  | "not_with_itself"
  | "unknown_variant"
  | "not_valid";

/** What a fault says besides its place: words that were not understood, another line, and what is allowed. */
export interface FaultFacts {
  /** The words of the cell that are at fault, where only some of them are. */
  words?: readonly string[] | undefined;
  /** The line that it repeats or differs from, and what stands there. */
  other_line?: number | undefined;
  other?: string | undefined;
  /** The most or least that is taken, as it would stand in the cell. */
  limit?: string | undefined;
}

export interface SheetProblem extends FaultFacts {
  line: number;
  column: SheetColumn;
  problem: SheetFault;
  /** What stood in the cell. */
  read: string;
}

/** Of a cell as much as a sentence has room for. */
const MAX_READ = 40;

/** Gathers the mistakes of a sheet while its cells are read. */
export class Reader {
  readonly problems: SheetProblem[] = [];

  wrong(row: SheetRow, column: SheetColumn, problem: SheetFault, facts: FaultFacts = {}): undefined {
    const text = this.text(row, column);
    const read = text.length > MAX_READ ? `${text.slice(0, MAX_READ)}…` : text;
    this.problems.push({ line: row.line, column, problem, read, ...facts });
    return undefined;
  }

  /** Whether this cell was named already. */
  knows(row: SheetRow, column: SheetColumn): boolean {
    return this.problems.some((one) => one.line === row.line && one.column === column);
  }

  text(row: SheetRow, column: SheetColumn): string {
    return (row[column] ?? "").normalize("NFKC").trim();
  }

  needed<T>(
    row: SheetRow,
    column: SheetColumn,
    read: (text: string) => T | null | undefined,
    fault: SheetFault,
  ): T | undefined {
    const value = this.optional(row, column, read, fault);
    if (value === undefined && this.text(row, column) === "") this.wrong(row, column, "missing");
    return value;
  }

  optional<T>(
    row: SheetRow,
    column: SheetColumn,
    read: (text: string) => T | null | undefined,
    fault: SheetFault,
  ): T | undefined {
    const value = read(row[column] ?? "");
    if (value === null) return this.wrong(row, column, fault);
    return value;
  }

  size(row: SheetRow): SizeMm | undefined {
    const columns = ["length_mm", "width_mm", "height_mm"] as const;
    const sides = columns.map((column) => this.optional(row, column, cell.wholeCell, "not_a_number"));
    // A side that is no number was named; that three are wanted would say it twice.
    if (columns.some((column) => this.knows(row, column))) return undefined;
    const given = sides.filter((side): side is number => side !== undefined);
    if (given.length === 0) return undefined;
    if (given.length < 3 || given.some((side) => side < 1 || side > MAX_SIDE_MM)) {
      return this.wrong(row, "length_mm", "not_a_size");
    }
    return given as SizeMm;
  }
}

export type SheetRead<T> = { ok: true; values: T[] } | { ok: false; problems: SheetProblem[] };

export const done = <T>(reader: Reader, values: T[]): SheetRead<T> =>
  reader.problems.length > 0 ? { ok: false, problems: reader.problems } : { ok: true, values };

export function defined<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, V>);
}

/** A number that was read and is too small or too large, said with the limit as it would stand in the cell. */
export function outOfRange(
  reader: Reader,
  row: SheetRow,
  column: SheetColumn,
  issue: { code?: string; minimum?: unknown; maximum?: unknown; inclusive?: boolean },
): void {
  const inCell = (value: unknown): string => {
    const number = Number(value);
    if (column.endsWith("_kg")) return formatKg(number);
    if (MONEY.has(column)) return formatMinor(BigInt(number), SHEET_CURRENCY);
    return column === "insured_percent" ? String(number / 100) : String(number);
  };
  if (issue.code === "too_small") {
    const least = Number(issue.minimum) + (issue.inclusive === false ? 1 : 0);
    reader.wrong(row, column, "too_small", { limit: inCell(least) });
  } else if (issue.code === "too_big") {
    const most = Number(issue.maximum) - (issue.inclusive === false ? 1 : 0);
    reader.wrong(row, column, "too_much", { limit: inCell(most) });
  } else reader.wrong(row, column, "not_valid");
}

const MONEY: ReadonlySet<SheetColumn> = new Set([
  "cost",
  "first_price",
  "step_price",
  "minimum",
  "insured_minimum",
  "insured_most",
]);
