import type { BankCsvColumn } from "@commonlot/domain";
import { COLUMNS } from "./data.server";
import { text } from "../ui/form.server";

/** The columns of a form in the order they stand, empty ones left out. What is not right is for the backend to say. */
export function readLayout(form: FormData): { columns: BankCsvColumn[]; headings: "en" | "zh"; total: boolean } {
  const columns = COLUMNS.map((_, at) => text(form, `column-${at + 1}`)).filter((column) => column !== "");
  return {
    columns: columns as BankCsvColumn[],
    headings: text(form, "headings") === "en" ? "en" : "zh",
    total: text(form, "total") === "yes",
  };
}
