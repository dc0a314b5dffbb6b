import { data } from "react-router";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { readTable, underHeads } from "../../lib/sheet.server";
import type { Problem } from "../ui/Field";
import { typed } from "../ui/form.server";
import { sheetProblemsSchema, writtenSchema, type CardsLeft } from "./data.server";
import { COLUMNS, columnOf, faultOf, HEADS, NEEDED, type FaultFacts, type SheetKind, type SheetRow } from "./sheets";
import { shippingRefusal } from "./words.server";

/** Two thousand lines are read and written in well under this. */
const SHEET_MS = 60_000;

export type Written =
  | { ok: true; written: number; cards: CardsLeft | null }
  | { ok: false; problems: Problem[]; status: number; confirm: boolean };

/**
 * Brings a file's rows; every fault comes back as a sentence, all in one round, and then nothing was written. Columns that are not
 * there are sent along, so that what can be read is looked at all the same.
 */
export async function bringFile(desk: Member, path: Path, kind: SheetKind, form: FormData): Promise<Written> {
  const t = say(path);
  const read = await readTable(form.get("file"));
  const found = read.ok ? underHeads(read.table, HEADS[kind], NEEDED[kind], { partly: true }) : read;
  const rows = found.ok || ("rows" in found && found.rows !== undefined) ? found.rows : undefined;
  const absent = !found.ok && "columns" in found ? (found.columns ?? []) : [];
  if (rows === undefined) {
    const columns = absent.map((column) => t(`shipping.columns.${columnOf(column)}`)).join(t("register.comma"));
    const words =
      !found.ok && found.fault === "noRows"
        ? t("shipping.noRows")
        : t(`register.sheet.${found.ok ? "noHead" : found.fault}`, { columns });
    return { ok: false, status: 400, confirm: false, problems: [{ field: "file", text: words }] };
  }
  return bringRows(desk, path, kind, rows, {
    absent,
    confirmed: form.has("confirmed"),
    fieldOf: () => "file",
    said: (line, column, problem, facts) =>
      problem === "no_column"
        ? t("shipping.noColumn", { column: t(`shipping.columns.${columnOf(column)}`) })
        : t("shipping.lineProblem", {
            line,
            column: t(`shipping.columns.${columnOf(column)}`),
            problem: faultWords(path, problem, facts),
          }),
  });
}

/** What is wrong with a cell: what was read, and what is allowed. */
export function faultWords(path: Path, problem: string, facts: FaultFacts): string {
  const t = say(path);
  const words = (facts.words ?? []).map((word) => t("shipping.quoted", { word })).join(t("register.comma"));
  const said = t(`shipping.faults.${faultOf(problem)}`, {
    words,
    line: facts.other_line ?? 0,
    other: facts.other === undefined || facts.other === "" ? t("shipping.nothing") : facts.other,
    limit: facts.limit ?? "",
  });
  // Words of the cell that are named one by one need not be read twice.
  return facts.read === undefined || facts.read === "" || words !== ""
    ? said
    : t("shipping.readAs", { read: facts.read, said });
}

/** Brings the lines of a plain form; every wrong field comes back by its own name. */
export async function bringRows(
  desk: Member,
  path: Path,
  kind: SheetKind,
  rows: readonly SheetRow[],
  words?: {
    absent?: readonly string[];
    /** No card will be in force, and that is wanted. */
    confirmed?: boolean;
    fieldOf?: (line: number, column: string) => string;
    said?: (line: number, column: string, problem: string, facts: FaultFacts) => string;
  },
): Promise<Written> {
  const t = say(path);
  const {
    fieldOf = (_line: number, column: string) => column,
    said = (_line: number, column: string, problem: string, facts: FaultFacts) =>
      t("shipping.fieldProblem", {
        column: t(`shipping.columns.${columnOf(column)}`),
        problem: faultWords(path, problem, facts),
      }),
  } = words ?? {};
  const filled = rows.map((row) => ({
    line: row.line,
    ...Object.fromEntries(COLUMNS[kind].flatMap((column) => (row[column] ? [[column, row[column]]] : []))),
  }));
  const answer = await desk.call("/desk/shipping-sheets", writtenSchema, {
    body: { kind, rows: filled, absent: words?.absent ?? [], confirmed: words?.confirmed ?? false },
    time_limit_ms: SHEET_MS,
  });
  if (answer.ok) return { ok: true, written: answer.value.sheet.written, cards: answer.value.sheet.cards };
  const wrong = sheetProblemsSchema.safeParse(answer.refusal.details);
  const problems = wrong.success
    ? wrong.data.problems.map(({ line, column, problem, ...facts }) => ({
        field: fieldOf(line, column),
        text: said(line, column, problem, facts),
      }))
    : [{ field: fieldOf(rows[0]?.line ?? 1, COLUMNS[kind][0] ?? ""), text: shippingRefusal(path, answer.refusal) }];
  const confirm = wrong.success && wrong.data.problems.some((one) => one.problem === "none_in_force");
  return { ok: false, problems, status: answer.refusal.status, confirm };
}

/** The page again with what was typed and what is wrong with it. */
export function again(form: FormData, problems: Problem[], status = 400, confirm = false) {
  return data({ problems, typed: typed(form, { code: "name" }), confirm }, { status });
}
