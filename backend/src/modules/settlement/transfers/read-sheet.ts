import { parse } from "papaparse";
import { dayNumber, minorDigits } from "@commonlot/domain";
import { canRead, mustHaveCome, Unreadable } from "../answers/fault";
import { amountOf, MAX_ANSWER_LINES, wordsOf } from "../answers/lines";
import type { CreditLine, DebitLine, StatementLines } from "./read-statement";

type Column = "day" | "in" | "out" | "amount" | "way" | "currency" | "payer" | "text" | "ref";

/** Headings as banks write them, in lower case and without spaces and brackets. */
const HEADINGS: Readonly<Record<Column, readonly string[]>> = {
  day: ["date", "bookingdate", "booked_on", "交易日期", "记账日期", "入账日期", "交易时间", "日期"],
  in: ["credit", "creditamount", "moneyin", "贷方发生额", "贷方金额", "收入金额", "收入", "贷方"],
  out: ["debit", "debitamount", "moneyout", "借方发生额", "借方金额", "支出金额", "支出", "借方"],
  amount: ["amount", "交易金额", "发生额", "金额"],
  way: ["direction", "debit/credit", "dr/cr", "借贷标志", "借贷方向", "收支标志", "收支", "借贷"],
  currency: ["currency", "币种", "货币"],
  payer: ["payer", "counterparty", "对方户名", "对方名称", "付款人名称", "付款人", "对手户名", "交易对手"],
  text: [
    "text",
    "remittance",
    "reference",
    "description",
    "memo",
    "附言",
    "摘要",
    "用途",
    "备注",
    "交易附言",
    "交易摘要",
  ],
  ref: ["transactionid", "bankreference", "serial", "交易流水号", "流水号", "核心流水号", "账户明细编号", "凭证号"],
};
const IN = new Set(["credit", "cr", "c", "in", "贷", "贷方", "收入", "收", "来账", "转入"]);
const OUT = new Set(["debit", "dr", "d", "out", "借", "借方", "支出", "支", "往账", "转出"]);
/** As banks write that they undo a line, or that a transfer goes back to where it came from. */
const UNDONE = /冲正|冲账|冲销|红冲|抹账|撤销|退汇|退票|revers|recall/i;
/** Banks write the account's own particulars above the table. */
const HEAD_WITHIN = 30;

type Places = Partial<Record<Exclude<Column, "text">, number>> & { texts: number[] };

/** A bank's own sheet of an account: days, amounts, payers and what they wrote, in columns with headings. No day is later than `latest`. */
export function readStatementSheet(text: string, latest: string): StatementLines {
  const parsed = parse<string[]>(text.replace(/^\uFEFF/, ""), { skipEmptyLines: false });
  const fault = parsed.errors.find((error) => error.type === "Quotes");
  if (fault) throw new Unreadable("quotes", (fault.row ?? 0) + 1);
  const { at, head } = headOf(parsed.data);
  const credits: CreditLine[] = [];
  const debits: DebitLine[] = [];
  let lines = 0;
  parsed.data.slice(head + 1).forEach((cells, index) => {
    const line = head + index + 2;
    const first = cells.find((cell) => cell.trim() !== "");
    if (first === undefined || /^(total|合计|总计|本页|小计)/i.test(first.trim())) return;
    lines += 1;
    if (lines > MAX_ANSWER_LINES) throw new Unreadable("too_long", line, String(MAX_ANSWER_LINES));
    const credit = creditOf(cells, at, line);
    const debit = credit ? undefined : debitOf(cells, at, line);
    mustHaveCome(credit?.booked_on ?? debit?.booked_on ?? "", latest, line);
    if (credit) credits.push(credit);
    if (debit) debits.push(debit);
  });
  if (lines === 0) throw new Unreadable("missing", null, "payment");
  return { account: accountAbove(parsed.data.slice(0, head)), lines, credits, debits };
}

/** The account's number, where the sheet says it above its table: in the cell behind the word, or behind a colon. */
function accountAbove(rows: readonly string[][]): string | null {
  for (const cells of rows) {
    for (const [at, cell] of cells.entries()) {
      if (!/(账号|账户号码|卡号|account (number|no))/i.test(cell)) continue;
      const written = `${cell} ${cells[at + 1] ?? ""}`.replace(/(?<=\d)[ -](?=\d)/g, "");
      const found = /[A-Z]{0,2}\d[0-9A-Z]{6,31}/.exec(written);
      if (found) return found[0];
    }
  }
  return null;
}

function headOf(rows: readonly string[][]): { at: Places; head: number } {
  for (const [head, cells] of rows.slice(0, HEAD_WITHIN).entries()) {
    const names = cells.map((cell) =>
      cell
        .trim()
        .toLowerCase()
        .replace(/[\s()（）]+/g, ""),
    );
    const where = (column: Column) => names.findIndex((name) => HEADINGS[column].some((one) => name === one));
    const found = Object.fromEntries(
      (Object.keys(HEADINGS) as Column[]).flatMap((column) => {
        const place = where(column);
        return column === "text" || place === -1 ? [] : [[column, place]];
      }),
    ) as Omit<Places, "texts">;
    const texts = names.flatMap((name, place) => (HEADINGS.text.includes(name) ? [place] : []));
    if (found.day !== undefined && (found.in !== undefined || found.amount !== undefined))
      return { at: { ...found, texts }, head };
  }
  throw new Unreadable("missing", 1, "date and amount (交易日期, 金额)");
}

// A sheet that was guarded against formulas has an apostrophe before some cells.
const cellOf = (cells: readonly string[], place: number | undefined): string =>
  place === undefined ? "" : (cells[place] ?? "").trim().replace(/^'/, "");

/** An amount without what banks put around it; empty where there is none. */
function figureOf(cells: readonly string[], place: number | undefined): string {
  const bare = cellOf(cells, place)
    .replace(/[,，¥￥\s]/g, "")
    .replace(/^\+/, "");
  return /^-?0*(\.0*)?$/.test(bare) ? "" : bare;
}

function creditOf(cells: readonly string[], at: Places, line: number): CreditLine | undefined {
  const way = cellOf(cells, at.way).toLowerCase();
  if (way !== "" && OUT.has(way)) return undefined;
  if (way !== "" && !IN.has(way)) throw new Unreadable("status", line, cellOf(cells, at.way));
  const amount = figureOf(cells, at.in ?? at.amount);
  // Nothing, or less than nothing, came in.
  if (amount === "" || amount.startsWith("-")) return undefined;
  const currency = currencyOf(cellOf(cells, at.currency));
  if (!minorDigits(currency).ok) throw new Unreadable("currency", line, currency);
  const booked_on = dayOf(cellOf(cells, at.day));
  if (booked_on === null) throw new Unreadable("missing", line, "date (交易日期)");
  return { ...saidIn(cells, at), booked_on, amount_minor: amountOf(amount, currency, line), currency };
}

/** What left; less than nothing that came in is the bank's red ink. What can't be read of it is nobody's matter here. */
function debitOf(cells: readonly string[], at: Places, line: number): DebitLine | undefined {
  const way = cellOf(cells, at.way).toLowerCase();
  const [came, left] = [figureOf(cells, at.in ?? at.amount), figureOf(cells, at.out)];
  const red = came.startsWith("-") && (at.in !== undefined || IN.has(way));
  const amount = came.startsWith("-") ? came.slice(1) : left !== "" ? left : OUT.has(way) ? came : "";
  const currency = currencyOf(cellOf(cells, at.currency));
  const booked_on = dayOf(cellOf(cells, at.day));
  // Less than nothing that left is a debit of ours undone.
  const undone = amount.startsWith("-") || (came.startsWith("-") && OUT.has(way));
  if (undone || booked_on === null || !/^\d+(\.\d+)?$/.test(amount) || !minorDigits(currency).ok) return undefined;
  if (!canRead(() => amountOf(amount, currency, line))) return undefined;
  const said = saidIn(cells, at);
  return {
    ...said,
    booked_on,
    amount_minor: amountOf(amount, currency, line),
    currency,
    reversal: red || UNDONE.test(said.text),
    parties: said.payer === "" ? [] : [said.payer],
  };
}

function saidIn(cells: readonly string[], at: Places): Pick<CreditLine, "bank_ref" | "end_to_end" | "text" | "payer"> {
  const ref = cellOf(cells, at.ref);
  return {
    bank_ref: ref === "" ? null : ref.slice(0, 100),
    end_to_end: null,
    text: wordsOf(at.texts.map((place) => cellOf(cells, place)).join(" ")) ?? "",
    payer: wordsOf(cellOf(cells, at.payer)) ?? "",
  };
}

const currencyOf = (written: string): string =>
  written === "" || /^(人民币|rmb|cny)/i.test(written) ? "CNY" : written.toUpperCase();

/** "2026-11-27", "2026/11/7", "20261127", "2026年11月7日", each with a time behind it or not. */
function dayOf(written: string): string | null {
  const found = /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})/.exec(written) ?? /^(\d{4})(\d{2})(\d{2})/.exec(written);
  if (!found) return null;
  const day = `${found[1]}-${found[2]?.padStart(2, "0")}-${found[3]?.padStart(2, "0")}`;
  return dayNumber(day) === null ? null : day;
}
