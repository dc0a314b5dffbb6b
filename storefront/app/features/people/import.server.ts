import { data } from "react-router";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Member } from "../../lib/member.server";
import { text } from "../ui/form.server";
import { agreedOf, refused, refusedWith } from "./actions.server";
import { importProblemsSchema, importSchema } from "./data.server";
import { readSheetFile } from "./sheet.server";

/** Reading and sealing 100,000 rows takes longer than a page's call. */
const IMPORT_MS = 120_000;

/** Checks a sheet: what would be written, or every mistake with its line and column. Nothing is registered. */
export async function checkSheet(desk: Member, path: Path, form: FormData) {
  const t = say(path);
  const sheet = await readSheetFile(form.get("file"));
  if (!sheet.ok) {
    const columns = (sheet.columns ?? []).map((column) => t(`register.columns.${column}`)).join(t("register.comma"));
    return refusedWith(form, [{ field: "file", text: t(`register.sheet.${sheet.fault}`, { columns }) }]);
  }
  const checked = await desk.call("/desk/household-imports", importSchema, {
    body: { rows: sheet.rows },
    time_limit_ms: IMPORT_MS,
  });
  if (checked.ok) return data({ problems: [], typed: {}, checked: checked.value });
  const wrong = importProblemsSchema.safeParse(checked.refusal.details);
  if (!wrong.success) return refused(path, form, checked.refusal, "file");
  const { problems, problem_lines } = wrong.data;
  return refusedWith(form, [
    { field: "file", text: t("register.sheetWrong", { lines: problem_lines, of: sheet.rows.length }) },
    ...problems.map(({ line, column, problem }) => ({
      field: "file",
      text: t("register.sheetProblem", {
        line,
        column: t(`register.columns.${column}`),
        problem: t(`register.sheetProblems.${problem}`),
      }),
    })),
  ]);
}

/** Registers what was checked, all of it, once. */
export async function writeSheet(desk: Member, path: Path, form: FormData) {
  const id = text(form, "import_id");
  const written = await desk.call(`/desk/household-imports/${encodeURIComponent(id)}/write`, importSchema, {
    body: { agreed: agreedOf(form) },
    time_limit_ms: IMPORT_MS,
  });
  if (!written.ok) return refused(path, form, written.refusal, "file");
  return data({ problems: [], typed: {}, written: written.value.import.households });
}
