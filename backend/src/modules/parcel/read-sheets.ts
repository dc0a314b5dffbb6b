import { packSchema, rateCardSchema, type RateCardInput, type SizeMm } from "@commonlot/domain";
import type { CartonToSet } from "./cartons";
import type { DescribedPack } from "./packs";
import * as cell from "./sheet-cells";

// Sheets of cartons, rate cards and packs: rows of text as they stood in the file, read whole, so that one answer names
// every line that must be mended and nothing is written before all are right.

export const SHEET_COLUMNS = {
  cartons: ["code", "title", "length_mm", "width_mm", "height_mm", "tare_g", "max_weight_kg", "cost"],
  "rate-cards": [
    "carrier",
    "service",
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
  | "too_light"
  | "twice"
  | "differs"
  | "unknown_variant"
  | "not_valid";

export interface SheetProblem {
  line: number;
  column: SheetColumn;
  problem: SheetFault;
}

/** Gathers the mistakes of a sheet while its cells are read. */
class Reader {
  readonly problems: SheetProblem[] = [];

  wrong(row: SheetRow, column: SheetColumn, problem: SheetFault): undefined {
    this.problems.push({ line: row.line, column, problem });
    return undefined;
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
    const sides = (["length_mm", "width_mm", "height_mm"] as const).map((column) =>
      this.optional(row, column, cell.wholeCell, "not_a_number"),
    );
    const given = sides.filter((side): side is number => side !== undefined);
    if (given.length === 0) return undefined;
    if (given.length < 3 || given.some((side) => side < 1 || side > 3_000)) {
      return this.wrong(row, "length_mm", "not_a_size");
    }
    return given as SizeMm;
  }
}

export type SheetRead<T> = { ok: true; values: T[] } | { ok: false; problems: SheetProblem[] };

const done = <T>(reader: Reader, values: T[]): SheetRead<T> =>
  reader.problems.length > 0 ? { ok: false, problems: reader.problems } : { ok: true, values };

export function readCartons(sheet: readonly SheetRow[]): SheetRead<CartonToSet> {
  const reader = new Reader();
  const seen = new Set<string>();
  const values = sheet.map((row): CartonToSet => {
    const code = reader.text(row, "code");
    if (!/^[\p{L}\p{N} ._-]{1,40}$/u.test(code)) reader.wrong(row, "code", code === "" ? "missing" : "not_a_code");
    if (seen.has(code)) reader.wrong(row, "code", "twice");
    seen.add(code);
    const tare_g = reader.needed(row, "tare_g", cell.wholeCell, "not_a_number") ?? 0;
    const max_weight_g = reader.needed(row, "max_weight_kg", cell.kgCell, "not_a_number") ?? 0;
    if (row.max_weight_kg !== undefined && max_weight_g <= tare_g) reader.wrong(row, "max_weight_kg", "too_light");
    return {
      code,
      title: reader.text(row, "title").slice(0, 120) || code,
      size_mm: reader.size(row),
      tare_g,
      max_weight_g,
      cost_minor: reader.needed(row, "cost", (text) => cell.moneyCell(text, SHEET_CURRENCY), "not_money") ?? 0,
      currency: SHEET_CURRENCY,
    };
  });
  return done(reader, values);
}

/** `known`: the cooperative's own variants. */
export function readPacks(sheet: readonly SheetRow[], known: ReadonlySet<string>): SheetRead<DescribedPack> {
  const reader = new Reader();
  const seen = new Set<string>();
  const values = sheet.flatMap((row): DescribedPack[] => {
    const variant_id = reader.text(row, "variant_id");
    if (!known.has(variant_id)) reader.wrong(row, "variant_id", "unknown_variant");
    if (seen.has(variant_id)) reader.wrong(row, "variant_id", "twice");
    seen.add(variant_id);
    const goods_class = reader.text(row, "goods_class").toLowerCase();
    const parsed = packSchema.safeParse({
      ...defined("gross_g", reader.optional(row, "gross_g", cell.wholeCell, "not_a_number")),
      ...defined("size_mm", reader.size(row)),
      ...defined("volume_ml", reader.optional(row, "volume_ml", cell.wholeCell, "not_a_number")),
      fragile: reader.optional(row, "fragile", cell.yesCell, "not_yes_or_no") ?? false,
      cold: reader.optional(row, "cold", cell.yesCell, "not_yes_or_no") ?? false,
      keep_upright: reader.optional(row, "keep_upright", cell.yesCell, "not_yes_or_no") ?? false,
      ...(goods_class === "" ? {} : { goods_class }),
      not_with: cell.listCell(row.not_with ?? "").map((word) => word.toLowerCase()),
    });
    if (parsed.success) return [{ variant_id, ...parsed.data }];
    for (const issue of parsed.error.issues) reader.wrong(row, packColumn(issue.path[0]), "not_valid");
    return [];
  });
  return done(reader, values);
}

function packColumn(field: PropertyKey | undefined): SheetColumn {
  const column = SHEET_COLUMNS.packs.find((name) => name === field);
  return column ?? "length_mm";
}

/** Columns that hold for a whole card and must agree on all its lines. */
const OF_CARD = [
  "valid_to",
  "first_kg",
  "step_kg",
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
] as const;

/** One line a zone; lines of one carrier, service and first day are one card. `marked`: said to be an example. */
export function readRateCards(
  sheet: readonly SheetRow[],
): SheetRead<{ card: RateCardInput; example: boolean; line: number }> {
  const reader = new Reader();
  const groups = new Map<string, SheetRow[]>();
  for (const row of sheet) {
    const key = JSON.stringify([
      codeOf(reader, row, "carrier"),
      codeOf(reader, row, "service"),
      cell.dayCell(row.valid_from ?? ""),
    ]);
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  const values = [...groups.values()].flatMap((rows) => readCard(reader, rows));
  return done(reader, values);
}

function readCard(reader: Reader, rows: readonly SheetRow[]) {
  const head = rows[0]!;
  for (const row of rows.slice(1)) {
    for (const column of OF_CARD) {
      if (reader.text(row, column) !== reader.text(head, column)) reader.wrong(row, column, "differs");
    }
  }
  const money = (text: string) => cell.moneyCell(text, SHEET_CURRENCY);
  const card = {
    carrier: codeOf(reader, head, "carrier"),
    service: codeOf(reader, head, "service"),
    currency: SHEET_CURRENCY,
    first_weight_g: reader.needed(head, "first_kg", cell.kgCell, "not_a_number"),
    step_g: reader.needed(head, "step_kg", cell.kgCell, "not_a_number"),
    max_weight_g: reader.needed(head, "max_kg", cell.kgCell, "not_a_number"),
    ...defined("volumetric_divisor", reader.optional(head, "divisor", cell.wholeCell, "not_a_number")),
    ...defined("minimum_minor", reader.optional(head, "minimum", money, "not_money")),
    ...defined("max_side_mm", reader.optional(head, "max_side_mm", cell.wholeCell, "not_a_number")),
    ...defined("max_sides_mm", reader.optional(head, "max_sides_mm", cell.wholeCell, "not_a_number")),
    surcharges:
      reader.optional(head, "surcharges", (text) => cell.surchargesCell(text, SHEET_CURRENCY), "not_a_surcharge") ?? [],
    ...defined("declared", insuranceOf(reader, head)),
    ...defined("valid_from", reader.needed(head, "valid_from", cell.dayCell, "not_a_day")),
    ...defined("valid_to", reader.optional(head, "valid_to", cell.dayCell, "not_a_day")),
    zones: rows.map((row) => ({
      zone: reader.text(row, "zone") || (reader.wrong(row, "zone", "missing") ?? ""),
      provinces: reader.optional(row, "provinces", cell.provincesCell, "not_a_province") ?? [],
      ...defined("countries", countriesOf(row)),
      first_minor: reader.needed(row, "first_price", money, "not_money") ?? 0,
      step_minor: reader.needed(row, "step_price", money, "not_money") ?? 0,
    })),
  };
  const example = reader.optional(head, "example", cell.yesCell, "not_yes_or_no") ?? false;
  const parsed = rateCardSchema.safeParse(card);
  if (parsed.success) return [{ card: parsed.data, example, line: head.line }];
  for (const issue of parsed.error.issues) {
    const [field, index] = issue.path;
    const row = field === "zones" && typeof index === "number" ? (rows[index] ?? head) : head;
    const column = CARD_COLUMN[String(field)] ?? zoneColumn(issue.message);
    // A cell that could not be read was named already.
    const known = reader.problems.some((one) => one.line === row.line && one.column === column);
    if (!known) reader.wrong(row, column, "not_valid");
  }
  return [];
}

const CARD_COLUMN: Readonly<Record<string, SheetColumn>> = {
  carrier: "carrier",
  service: "service",
  first_weight_g: "first_kg",
  step_g: "step_kg",
  max_weight_g: "max_kg",
  volumetric_divisor: "divisor",
  minimum_minor: "minimum",
  max_side_mm: "max_side_mm",
  max_sides_mm: "max_sides_mm",
  surcharges: "surcharges",
  declared: "insured_percent",
  valid_from: "valid_from",
  valid_to: "valid_to",
};

/** Rules over the whole card say what they are about in their sentence. */
function zoneColumn(message: string): SheetColumn {
  if (message.includes("surcharge")) return "surcharges";
  if (message.includes("day")) return "valid_to";
  if (message.includes("countr")) return "countries";
  return message.includes("province") ? "provinces" : "zone";
}

function codeOf(reader: Reader, row: SheetRow, column: "carrier" | "service"): string {
  const code = reader.text(row, column).toLowerCase();
  const known = reader.problems.some((one) => one.line === row.line && one.column === column);
  if (!known && !/^[a-z][a-z0-9_-]{0,39}$/.test(code))
    reader.wrong(row, column, code === "" ? "missing" : "not_a_code");
  return code;
}

function countriesOf(row: SheetRow): string[] | undefined {
  const codes = cell.listCell(row.countries ?? "").map((code) => code.toUpperCase());
  return codes.length === 0 ? undefined : codes;
}

function insuranceOf(reader: Reader, row: SheetRow) {
  const money = (text: string) => cell.moneyCell(text, SHEET_CURRENCY);
  const bp = reader.optional(row, "insured_percent", cell.percentCell, "not_a_number");
  if (bp === undefined) return undefined;
  return {
    bp,
    minimum_minor: reader.optional(row, "insured_minimum", money, "not_money") ?? 0,
    max_minor: reader.needed(row, "insured_most", money, "not_money") ?? 0,
  };
}

function defined<K extends string, V>(name: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [name]: value } as Record<K, V>);
}
