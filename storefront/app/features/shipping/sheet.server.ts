import { data } from "react-router";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { readTable, underHeads } from "../../lib/sheet.server";
import type { Problem } from "../ui/Field";
import { typed } from "../ui/form.server";
import { sheetProblemsSchema, writtenSchema } from "./data.server";
import { COLUMNS, columnOf, faultOf, HEADS, NEEDED, type SheetKind, type SheetRow } from "./sheets";
import { shippingRefusal } from "./words.server";

/** Two thousand lines are read and written in well under this. */
const SHEET_MS = 60_000;

export type Written = { ok: true; written: number } | { ok: false; problems: Problem[]; status: number };

/** Brings a file's rows; every wrong line comes back as a sentence, and then nothing was written. */
export async function bringFile(desk: Member, path: Path, kind: SheetKind, form: FormData): Promise<Written> {
  const t = say(path);
  const read = await readTable(form.get("file"));
  const rows = read.ok ? underHeads(read.table, HEADS[kind], NEEDED[kind]) : read;
  if (!rows.ok) {
    const missing = "columns" in rows ? (rows.columns ?? []) : [];
    const columns = missing.map((column) => t(`shipping.columns.${columnOf(column)}`)).join(t("register.comma"));
    return {
      ok: false,
      status: 400,
      problems: [{ field: "file", text: t(`register.sheet.${rows.fault}`, { columns }) }],
    };
  }
  return bringRows(desk, path, kind, rows.rows, {
    fieldOf: () => "file",
    said: (line, column, problem) =>
      t("shipping.lineProblem", {
        line,
        column: t(`shipping.columns.${columnOf(column)}`),
        problem: t(`shipping.faults.${faultOf(problem)}`),
      }),
  });
}

/** Brings the lines of a plain form; every wrong field comes back by its own name. */
export async function bringRows(
  desk: Member,
  path: Path,
  kind: SheetKind,
  rows: readonly SheetRow[],
  words?: {
    fieldOf?: (line: number, column: string) => string;
    said?: (line: number, column: string, problem: string) => string;
  },
): Promise<Written> {
  const t = say(path);
  const {
    fieldOf = (_line: number, column: string) => column,
    said = (_line: number, column: string, problem: string) =>
      t("shipping.fieldProblem", {
        column: t(`shipping.columns.${columnOf(column)}`),
        problem: t(`shipping.faults.${faultOf(problem)}`),
      }),
  } = words ?? {};
  const filled = rows.map((row) => ({
    line: row.line,
    ...Object.fromEntries(COLUMNS[kind].flatMap((column) => (row[column] ? [[column, row[column]]] : []))),
  }));
  const answer = await desk.call("/desk/shipping-sheets", writtenSchema, {
    body: { kind, rows: filled },
    time_limit_ms: SHEET_MS,
  });
  if (answer.ok) return { ok: true, written: answer.value.sheet.written };
  const wrong = sheetProblemsSchema.safeParse(answer.refusal.details);
  const problems = wrong.success
    ? wrong.data.problems.map(({ line, column, problem }) => ({
        field: fieldOf(line, column),
        text: said(line, column, problem),
      }))
    : [{ field: fieldOf(rows[0]?.line ?? 1, COLUMNS[kind][0] ?? ""), text: shippingRefusal(path, answer.refusal) }];
  return { ok: false, problems, status: answer.refusal.status };
}

/** The page again with what was typed and what is wrong with it. */
export function again(form: FormData, problems: Problem[], status = 400) {
  return data({ problems, typed: typed(form, { code: "name" }) }, { status });
}
