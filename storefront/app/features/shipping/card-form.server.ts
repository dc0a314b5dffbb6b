import { typed as typedOf } from "../ui/form.server";
import { filledRows } from "./card-form";
import { COLUMNS, type SheetRow } from "./sheets";

const OF_ZONE = ["zone", "provinces", "countries", "first_price", "step_price"];

/** The form as the lines of a sheet, one a zone, and which field each column of a line came from. */
export function rowsOfCard(form: FormData): { rows: SheetRow[]; fieldOf: (line: number, column: string) => string } {
  const typed = typedOf(form);
  const card = Object.fromEntries(
    COLUMNS["rate-cards"].filter((column) => !OF_ZONE.includes(column)).map((column) => [column, typed[column] ?? ""]),
  );
  const rows = filledRows(typed).map((index): SheetRow => ({
    ...card,
    ...Object.fromEntries(OF_ZONE.map((column) => [column, typed[`${column}_${index}`] ?? ""])),
    line: index + 1,
  }));
  return { rows, fieldOf: (line, column) => (OF_ZONE.includes(column) ? `${column}_${line - 1}` : column) };
}

/** The lines of a card that is kept, as the fields of the form. Its days and its mark are not taken over. */
export function typedOfCard(lines: readonly Readonly<Record<string, string>>[]): Record<string, string> {
  const head = Object.fromEntries(
    Object.entries(lines[0] ?? {}).filter(
      ([column]) => !OF_ZONE.includes(column) && !["valid_from", "valid_to", "example"].includes(column),
    ),
  );
  const zones = lines.flatMap((line, index) =>
    OF_ZONE.map((column) => [`${column}_${index}`, line[column] ?? ""] as const),
  );
  return { ...head, ...Object.fromEntries(zones) };
}
