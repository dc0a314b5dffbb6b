import { rateCardSchema, type RateCardInput } from "@commonlot/domain";
import { provinceCode, provinceName } from "../../lib/province";
import * as cell from "./sheet-cells";
import {
  defined,
  done,
  outOfRange,
  Reader,
  SHEET_CURRENCY,
  type SheetColumn,
  type SheetRead,
  type SheetRow,
} from "./sheet-reader";

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

/** What a card of a sheet is known by; of one that is wrong elsewhere as well, so that one answer tells all. */
export interface CardHead {
  line: number;
  carrier: string;
  service: string;
  valid_from: string;
}

export interface ReadCard {
  card: RateCardInput;
  /** Said to be an example. */
  example: boolean;
  line: number;
}

/** One line a zone; lines of one carrier, service and first day are one card. */
export function readRateCards(sheet: readonly SheetRow[]): SheetRead<ReadCard> & { heads: CardHead[] } {
  const reader = new Reader();
  const groups = new Map<string, SheetRow[]>();
  const heads: CardHead[] = [];
  for (const row of sheet) {
    const carrier = codeOf(reader, row, "carrier");
    const service = codeOf(reader, row, "service");
    const valid_from = cell.dayCell(row.valid_from ?? "");
    const key = JSON.stringify([carrier, service, valid_from]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
    if (!group && !reader.knows(row, "carrier") && !reader.knows(row, "service") && typeof valid_from === "string")
      heads.push({ line: row.line, carrier, service, valid_from });
  }
  const values = [...groups.values()].flatMap((rows) => readCard(reader, rows));
  return { ...done(reader, values), heads };
}

function readCard(reader: Reader, rows: readonly SheetRow[]): ReadCard[] {
  const head = rows[0]!;
  for (const row of rows.slice(1)) {
    for (const column of OF_CARD) {
      const other = reader.text(head, column);
      if (reader.text(row, column) !== other)
        reader.wrong(row, column, "differs", { other_line: head.line, other: other.slice(0, 40) });
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
      provinces: provincesOf(reader, row),
      ...defined("countries", countriesOf(reader, row)),
      first_minor: reader.needed(row, "first_price", money, "not_money") ?? 0,
      step_minor: reader.needed(row, "step_price", money, "not_money") ?? 0,
    })),
  };
  cardFaults(reader, rows, card);
  const example = reader.optional(head, "example", cell.yesCell, "not_yes_or_no") ?? false;
  const parsed = rateCardSchema.safeParse(card);
  if (parsed.success) return [{ card: parsed.data, example, line: head.line }];
  for (const issue of parsed.error.issues) {
    const [field, index] = issue.path;
    const row = field === "zones" && typeof index === "number" ? (rows[index] ?? head) : head;
    // Rules over the whole card were looked at one by one above.
    const column = CARD_COLUMN[String(field === "zones" ? issue.path[2] : field)];
    // A cell that could not be read was named already.
    if (column !== undefined && !reader.knows(row, column)) outOfRange(reader, row, column, issue);
  }
  // Nothing that the schema refuses may pass for right.
  if (reader.problems.length === 0) reader.wrong(head, "zone", "not_valid");
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
  zone: "zone",
  first_minor: "first_price",
  step_minor: "step_price",
};

/** Rules over several cells of a card: each is looked at whatever else is wrong, and says which lines don't go together. */
function cardFaults(
  reader: Reader,
  rows: readonly SheetRow[],
  card: {
    valid_from?: string;
    valid_to?: string;
    surcharges: readonly { zones?: readonly string[] }[];
    zones: readonly { zone: string; provinces: readonly string[]; countries?: readonly string[] }[];
  },
): void {
  const head = rows[0]!;
  const zones = new Map<string, SheetRow>();
  const provinces = new Map<string, SheetRow>();
  const countries = new Map<string, SheetRow>();
  card.zones.forEach((zone, index) => {
    const row = rows[index]!;
    const first = zones.get(zone.zone);
    if (zone.zone !== "" && first) reader.wrong(row, "zone", "zone_twice", { other_line: first.line });
    else zones.set(zone.zone, row);
    repeated(
      reader,
      row,
      provinces,
      { column: "provinces", problem: "province_twice", name: provinceName },
      zone.provinces,
    );
    const plain = (code: string) => code;
    repeated(
      reader,
      row,
      countries,
      { column: "countries", problem: "country_twice", name: plain },
      zone.countries ?? [],
    );
  });
  const { valid_from, valid_to } = card;
  if (valid_from !== undefined && valid_to !== undefined && valid_to < valid_from)
    reader.wrong(head, "valid_to", "last_before_first", { other: valid_from });
  const named = card.surcharges.flatMap((one) => one.zones ?? []).filter((zone) => !zones.has(zone));
  if (named.length > 0) reader.wrong(head, "surcharges", "surcharge_zone", { words: [...new Set(named)] });
}

/** Places that another line of the card, or this one, has already; told by that line. */
function repeated(
  reader: Reader,
  row: SheetRow,
  seen: Map<string, SheetRow>,
  of: { column: SheetColumn; problem: "province_twice" | "country_twice"; name: (code: string) => string },
  codes: readonly string[],
): void {
  const twice = new Map<SheetRow, string[]>();
  for (const code of codes) {
    const first = seen.get(code);
    if (first === undefined) seen.set(code, row);
    else twice.set(first, [...(twice.get(first) ?? []), of.name(code)]);
  }
  for (const [first, words] of twice) reader.wrong(row, of.column, of.problem, { words, other_line: first.line });
}

function codeOf(reader: Reader, row: SheetRow, column: "carrier" | "service"): string {
  const code = reader.text(row, column).toLowerCase();
  if (!reader.knows(row, column) && !/^[a-z][a-z0-9_-]{0,39}$/.test(code))
    reader.wrong(row, column, code === "" ? "missing" : "not_a_code");
  return code;
}

/** The provinces of a line; those that nobody knows are named, the others still count. */
function provincesOf(reader: Reader, row: SheetRow): string[] {
  const written = cell.listCell(row.provinces ?? "");
  const unknown = written.filter((word) => provinceCode(word) === undefined);
  if (unknown.length > 0) reader.wrong(row, "provinces", "not_a_province", { words: unknown });
  return written.flatMap((word) => provinceCode(word) ?? []);
}

function countriesOf(reader: Reader, row: SheetRow): string[] | undefined {
  const codes = cell.listCell(row.countries ?? "").map((code) => code.toUpperCase());
  const strange = codes.filter((code) => !/^[A-Z]{2}$/.test(code));
  if (strange.length > 0) reader.wrong(row, "countries", "not_a_country", { words: strange });
  const known = codes.filter((code) => /^[A-Z]{2}$/.test(code));
  return known.length === 0 ? undefined : known;
}

function insuranceOf(reader: Reader, row: SheetRow) {
  const money = (text: string) => cell.moneyCell(text, SHEET_CURRENCY);
  const bp = reader.optional(row, "insured_percent", cell.percentCell, "not_a_percent");
  if (bp === undefined) return undefined;
  return {
    bp,
    minimum_minor: reader.optional(row, "insured_minimum", money, "not_money") ?? 0,
    max_minor: reader.needed(row, "insured_most", money, "not_money") ?? 0,
  };
}
