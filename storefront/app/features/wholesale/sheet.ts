export interface Addressee {
  readonly line: number;
  readonly name: string;
  readonly phone: string;
  readonly province_code: string;
  readonly city: string;
  readonly address: string;
  readonly packs: number;
}

export type SheetProblem = "empty" | "columns" | "packs" | "tooMany";

/** Columns of the pasted list, in this order; a first line that names them is passed over. */
export const COLUMNS = ["name", "phone", "province", "city", "address", "packs"] as const;
export const MAX_LINES = 10_000;
/** Problems shown at once: enough to see the pattern of a wrong sheet. */
const MAX_PROBLEMS = 20;

/**
 * Reads a list pasted from a sheet (tabs) or a CSV file (commas, quotes allowed). What a field means is the
 * backend's to judge; here only: six columns, and packs as a whole number.
 */
export function readSheet(
  text: string,
): { ok: true; addressees: Addressee[] } | { ok: false; problems: { line: number; problem: SheetProblem }[] } {
  const rows = text
    .split(/\r\n|\r|\n/)
    .map((raw, index) => ({ line: index + 1, cells: cellsOf(raw) }))
    .filter((row) => row.cells.some((cell) => cell !== ""));
  const first = rows[0];
  const isHead =
    first !== undefined && !/^\d+$/.test(first.cells[COLUMNS.length - 1] ?? "") && !/\d{5}/.test(first.cells[1] ?? "");
  const body = isHead ? rows.slice(1) : rows;
  if (body.length === 0) return { ok: false, problems: [{ line: 1, problem: "empty" }] };
  if (body.length > MAX_LINES) return { ok: false, problems: [{ line: MAX_LINES, problem: "tooMany" }] };

  const problems: { line: number; problem: SheetProblem }[] = [];
  const addressees = body.flatMap(({ line, cells }): Addressee[] => {
    const [name = "", phone = "", province_code = "", city = "", address = "", packs = ""] = cells;
    const problem = cells.length !== COLUMNS.length ? "columns" : /^[1-9]\d{0,5}$/.test(packs) ? null : "packs";
    if (problem !== null) problems.push({ line, problem });
    return [{ line, name, phone, province_code, city, address, packs: Number(packs) }];
  });
  return problems.length === 0 ? { ok: true, addressees } : { ok: false, problems: problems.slice(0, MAX_PROBLEMS) };
}

/** One line's cells: by tab when it has one, else by comma; quotes may hold commas, doubled quotes stand for one. */
function cellsOf(line: string): string[] {
  const separator = line.includes("\t") ? "\t" : line.includes(",") ? "," : "，";
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const char = line[i] ?? "";
    if (quoted) {
      if (char === '"' && line[i + 1] === '"') {
        cell += '"';
        i++;
      } else if (char === '"') quoted = false;
      else cell += char;
    } else if (char === '"' && cell.trim() === "") {
      cell = "";
      quoted = true;
    } else if (char === separator) {
      cells.push(cell.trim());
      cell = "";
    } else cell += char;
  }
  cells.push(cell.trim());
  return cells;
}
