import { formatKg, packSchema } from "@commonlot/domain";
import type { CartonToSet } from "./cartons";
import type { DescribedPack } from "./packs";
import * as cell from "./sheet-cells";
import {
  defined,
  done,
  outOfRange,
  Reader,
  SHEET_COLUMNS,
  SHEET_CURRENCY,
  type SheetColumn,
  type SheetRead,
  type SheetRow,
} from "./sheet-reader";

export function readCartons(sheet: readonly SheetRow[]): SheetRead<CartonToSet> {
  const reader = new Reader();
  const seen = new Map<string, number>();
  const values = sheet.map((row): CartonToSet => {
    const code = reader.text(row, "code");
    if (!/^[\p{L}\p{N} ._-]{1,40}$/u.test(code)) reader.wrong(row, "code", code === "" ? "missing" : "not_a_box_code");
    else once(reader, seen, row, "code", code);
    const tare_g = reader.needed(row, "tare_g", cell.wholeCell, "not_a_number") ?? 0;
    const max_weight_g = reader.needed(row, "max_weight_kg", cell.kgCell, "not_a_number") ?? 0;
    if (max_weight_g <= tare_g && !reader.knows(row, "max_weight_kg") && !reader.knows(row, "tare_g")) {
      reader.wrong(row, "max_weight_kg", "too_light", { limit: formatKg(tare_g) });
    }
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
  const seen = new Map<string, number>();
  const values = sheet.flatMap((row): DescribedPack[] => {
    const variant_id = reader.text(row, "variant_id");
    if (variant_id === "") reader.wrong(row, "variant_id", "missing");
    else if (!known.has(variant_id)) reader.wrong(row, "variant_id", "unknown_variant");
    else once(reader, seen, row, "variant_id", variant_id);
    const goods_class = reader.text(row, "goods_class").toLowerCase();
    const not_with = cell.listCell(row.not_with ?? "").map((word) => word.toLowerCase());
    const parsed = packSchema.safeParse({
      ...defined("gross_g", reader.optional(row, "gross_g", cell.wholeCell, "not_a_number")),
      ...defined("size_mm", reader.size(row)),
      ...defined("volume_ml", reader.optional(row, "volume_ml", cell.wholeCell, "not_a_number")),
      fragile: reader.optional(row, "fragile", cell.yesCell, "not_yes_or_no") ?? false,
      cold: reader.optional(row, "cold", cell.yesCell, "not_yes_or_no") ?? false,
      keep_upright: reader.optional(row, "keep_upright", cell.yesCell, "not_yes_or_no") ?? false,
      ...(goods_class === "" ? {} : { goods_class }),
      not_with,
    });
    packFaults(reader, row, { goods_class, not_with });
    if (parsed.success) return [{ variant_id, ...parsed.data }];
    for (const issue of parsed.error.issues) {
      const column = packColumn(issue.path[0]);
      if (!reader.knows(row, column)) outOfRange(reader, row, column, issue);
    }
    return [];
  });
  return done(reader, values);
}

/** What a pack says that can't be so; rules over several cells, looked at whatever else is wrong with its line. */
function packFaults(
  reader: Reader,
  row: SheetRow,
  { goods_class, not_with }: { goods_class: string; not_with: readonly string[] },
): void {
  const size = reader.text(row, "length_mm") + reader.text(row, "width_mm") + reader.text(row, "height_mm");
  if (size !== "" && reader.text(row, "volume_ml") !== "" && !reader.knows(row, "volume_ml"))
    reader.wrong(row, "volume_ml", "size_and_volume");
  const isClass = (word: string) => /^[a-z][a-z0-9_-]{0,39}$/.test(word);
  if (goods_class !== "" && !isClass(goods_class)) reader.wrong(row, "goods_class", "not_a_class");
  const strange = not_with.filter((word) => !isClass(word));
  if (strange.length > 0) reader.wrong(row, "not_with", "not_a_class", { words: strange });
  else if (goods_class !== "" && not_with.includes(goods_class)) reader.wrong(row, "not_with", "not_with_itself");
}

/** A value that stands in one line of a sheet only; the second is told where the first is. */
function once(reader: Reader, seen: Map<string, number>, row: SheetRow, column: SheetColumn, value: string): void {
  const other_line = seen.get(value);
  if (other_line === undefined) seen.set(value, row.line);
  else reader.wrong(row, column, "twice", { other_line });
}

function packColumn(field: PropertyKey | undefined): SheetColumn {
  const column = SHEET_COLUMNS.packs.find((name) => name === field);
  return column ?? "length_mm";
}
