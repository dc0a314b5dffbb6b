import { z } from "zod";
import type { Path } from "../../i18n/locale";
import { say } from "../../i18n/say.server";
import type { Refusal } from "../../lib/api.server";
import { again } from "../quote/refusals.server";
import { listWords } from "../quick/refusals.server";
import { fieldOf } from "../ui/form.server";
import { FIELDS } from "./words";

/** What is refused of sheets of addressees and nowhere else. */
const OWN = [
  "addressee_sheet_not_found",
  "addressee_line_not_found",
  "too_many_sheets",
  "sheet_not_open",
  "sheet_empty",
  "sheet_unreadable",
  "sheet_too_large",
  "sheet_too_many",
  "sheet_asked",
  "sheet_nobody",
  "sheet_wrong",
  "sheet_in_use",
  "sheet_not_asked",
  "order_not_over",
  "repairs_no_heads",
  "too_many_repairs",
  "column_packs",
  "column_no_head",
  "pack_needed",
  "too_many_names",
  "sheet_too_many_goods",
  "sheet_pack_gone",
  "sheet_two_cooperatives",
] as const;

const cellSchema = z.object({ details: z.object({ cell: z.string() }) });
const fieldSchema = z.object({ details: z.object({ field: z.enum(FIELDS) }) });

export function sheetWords(path: Path, refusal: Refusal): string {
  const t = say(path);
  const cell = cellSchema.safeParse(refusal.details);
  if (refusal.code === "sheet_formula" && cell.success)
    return t("addressees.refusals.sheet_formula", { cell: cell.data.details.cell });
  const column = fieldSchema.safeParse(refusal.details);
  if ((refusal.code === "column_twice" || refusal.code === "column_missing") && column.success)
    return t(`addressees.refusals.${refusal.code}`, { field: t(`addressees.fields.${column.data.details.field}`) });
  const own = OWN.find((code) => code === refusal.code);
  return own ? t(`addressees.refusals.${own}`) : listWords(path, refusal);
}

/** The form again, with what the backend refused at a field that it has. */
export function refusedAt(path: Path, form: FormData, refusal: Refusal, field: string) {
  return again(
    form,
    [{ field: fieldOf(refusal, field), text: sheetWords(path, refusal) }],
    refusal.status === 401 ? 400 : refusal.status,
  );
}
