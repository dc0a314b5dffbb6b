import { z } from "zod";
import { formatMinor } from "../shared/money";

/** What a bank's upload form may ask for, one word a column. */
export const BANK_CSV_COLUMNS = [
  /** 1, 2, 3 ... */
  "number",
  /** Our reference: what the bank names in its answer. */
  "reference",
  /** The number of the household's statement. */
  "statement",
  "name",
  "account",
  "bank_system",
  "bank_member_id",
  "amount",
  "currency",
  "execution_date",
] as const;
export type BankCsvColumn = (typeof BANK_CSV_COLUMNS)[number];

export const bankCsvLayoutSchema = z
  .strictObject({
    columns: z.array(z.enum(BANK_CSV_COLUMNS)).min(1).max(BANK_CSV_COLUMNS.length),
    /** The language of the head line. */
    headings: z.enum(["en", "zh"]),
    /** Whether a last line says how many payments and how much in all. */
    total: z.boolean(),
  })
  .refine(({ columns }) => new Set(columns).size === columns.length, "a column stands twice")
  .refine(({ columns }) => NEEDED.every((column) => columns.includes(column)), {
    message: "name, account and amount are needed: without them nobody can be paid",
  });
export type BankCsvLayout = z.output<typeof bankCsvLayoutSchema>;

/** Nobody can be paid without these. */
export const NEEDED: readonly BankCsvColumn[] = ["name", "account", "amount"];

/** Where to start from; a bank that wants other columns gets them in its own order. */
export const BANK_CSV_PRESETS = {
  /** Everything, as it was before there was a choice. */
  standard: {
    columns: ["reference", "statement", "name", "account", "bank_system", "bank_member_id", "amount", "currency"],
    headings: "en",
    total: false,
  },
  /** The columns that Chinese banks' batch payment sheets have in common. */
  chinese: {
    columns: ["number", "account", "name", "bank_member_id", "amount", "currency", "statement", "reference"],
    headings: "zh",
    total: true,
  },
  /** The least. */
  short: { columns: ["name", "account", "amount", "reference"], headings: "zh", total: false },
} as const satisfies Record<string, BankCsvLayout>;
export type BankCsvPreset = keyof typeof BANK_CSV_PRESETS;

const HEADINGS: Readonly<Record<BankCsvColumn, { readonly en: string; readonly zh: string }>> = {
  number: { en: "number", zh: "序号" },
  reference: { en: "reference", zh: "参考号" },
  statement: { en: "statement", zh: "结算单号" },
  name: { en: "name", zh: "收款户名" },
  account: { en: "account", zh: "收款账号" },
  bank_system: { en: "bank_system", zh: "清算系统" },
  bank_member_id: { en: "bank_member_id", zh: "收款行行号" },
  amount: { en: "amount", zh: "金额" },
  currency: { en: "currency", zh: "币种" },
  execution_date: { en: "execution_date", zh: "付款日期" },
};
const TOTAL = { en: "total", zh: "合计" } as const;

export interface BankCsvLine {
  readonly reference: string;
  readonly statement: string;
  readonly name: string;
  readonly account: string;
  readonly bank_system: string;
  readonly bank_member_id: string;
  readonly amount_minor: bigint;
}

/**
 * The cells of a bank's sheet, head line first: what is written is for the caller (a spreadsheet's formulas are made safe
 * there). The same input gives the same cells. With `total` the last line says the count and the sum.
 */
export function bankCsvTable(
  layout: BankCsvLayout,
  batch: { readonly currency: string; readonly execution_date: string },
  lines: readonly BankCsvLine[],
): string[][] {
  const { currency, execution_date } = batch;
  const cell = (column: BankCsvColumn, line: BankCsvLine, at: number): string => {
    if (column === "number") return String(at + 1);
    if (column === "amount") return formatMinor(line.amount_minor, currency);
    if (column === "currency") return currency;
    return column === "execution_date" ? execution_date : line[column];
  };
  const head = layout.columns.map((column) => HEADINGS[column][layout.headings]);
  const body = lines.map((line, at) => layout.columns.map((column) => cell(column, line, at)));
  return layout.total ? [head, ...body, totalLine(layout, currency, lines)] : [head, ...body];
}

function totalLine({ columns, headings }: BankCsvLayout, currency: string, lines: readonly BankCsvLine[]): string[] {
  const sum = lines.reduce((all, line) => all + line.amount_minor, 0n);
  const word = columns.findIndex((column) => column !== "amount");
  return columns.map((column, at) => {
    if (column === "amount") return formatMinor(sum, currency);
    return at === word ? `${TOTAL[headings]} ${lines.length}` : "";
  });
}
