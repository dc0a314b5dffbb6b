import { parse } from "papaparse";
import { BANK_FACTS, minorDigits, type BankFact } from "@commonlot/domain";
import { Unreadable } from "./fault";
import { amountOf, MAX_ANSWER_LINES, wordsOf, type ReadFile, type ReadLine } from "./lines";

type Column = "reference" | "status" | "amount" | "currency" | "reason_code" | "reason";

/** Headings as banks write them, in lower case and without spaces. */
const HEADINGS: Readonly<Record<Column, readonly string[]>> = {
  reference: ["reference", "endtoendid", "end_to_end_id", "参考号", "客户流水号", "流水号", "业务参考号"],
  status: ["status", "state", "result", "状态", "处理状态", "处理结果", "交易状态", "交易结果"],
  amount: ["amount", "金额", "交易金额", "付款金额"],
  currency: ["currency", "币种", "货币"],
  reason_code: ["reason_code", "reasoncode", "code", "原因代码", "错误码", "返回码"],
  reason: ["reason", "message", "原因", "失败原因", "返回信息", "备注"],
};

/** Words for how it went; what says "not yet" is accepted. */
const STATUSES: Readonly<Record<string, BankFact>> = {
  ...Object.fromEntries(BANK_FACTS.map((fact) => [fact, fact])),
  paid: "settled",
  success: "settled",
  failed: "rejected",
  成功: "settled",
  交易成功: "settled",
  处理成功: "settled",
  已付: "settled",
  失败: "rejected",
  交易失败: "rejected",
  处理失败: "rejected",
  已拒绝: "rejected",
  退汇: "returned",
  已退汇: "returned",
  退票: "returned",
  处理中: "accepted",
  已受理: "accepted",
};

/** A bank's own sheet: a head line, then a payment a line. Comma, semicolon or tab; a total at the end is left out. */
export function readSheet(text: string): ReadFile {
  const parsed = parse<string[]>(text.replace(/^\uFEFF/, ""), { skipEmptyLines: false });
  const fault = parsed.errors.find((error) => error.type === "Quotes");
  if (fault) throw new Unreadable("quotes", (fault.row ?? 0) + 1);
  const [head = [], ...body] = parsed.data;
  const at = columnsOf(head);
  const lines: ReadLine[] = [];
  body.forEach((cells, index) => {
    const line = index + 2;
    if (
      cells.every((cell) => cell.trim() === "") ||
      /^(total|合计)/i.test(cells.find((cell) => cell.trim() !== "") ?? "")
    )
      return;
    if (lines.length >= MAX_ANSWER_LINES) throw new Unreadable("too_long", line, String(MAX_ANSWER_LINES));
    lines.push(lineOf(cells, at, line));
  });
  if (lines.length === 0) throw new Unreadable("missing", null, "payment");
  return { kind: "csv", message_id: null, account: null, lines };
}

function columnsOf(head: readonly string[]): Partial<Record<Column, number>> {
  const cells = head.map((cell) => cell.trim().toLowerCase().replace(/\s+/g, ""));
  const at = Object.fromEntries(
    Object.entries(HEADINGS).flatMap(([column, words]) => {
      const found = cells.findIndex((cell) => words.includes(cell));
      return found === -1 ? [] : [[column, found]];
    }),
  ) as Partial<Record<Column, number>>;
  if (at.reference === undefined || at.status === undefined) {
    const missing = at.reference === undefined ? "reference (参考号)" : "status (状态)";
    throw new Unreadable("missing", 1, missing);
  }
  return at;
}

function lineOf(cells: readonly string[], at: Partial<Record<Column, number>>, line: number): ReadLine {
  // A sheet that was guarded against formulas has an apostrophe before some cells.
  const cell = (column: Column): string =>
    at[column] === undefined ? "" : (cells[at[column]] ?? "").trim().replace(/^'/, "");
  const status = cell("status").toLowerCase();
  const fact = Object.hasOwn(STATUSES, status) ? STATUSES[status] : undefined;
  if (!fact) throw new Unreadable("status", line, cell("status"));
  if (cell("reference") === "") throw new Unreadable("missing", line, "reference");
  const currency = cell("currency").toUpperCase() || "CNY";
  if (!minorDigits(currency).ok) throw new Unreadable("currency", line, currency);
  const amount = cell("amount").replace(/,/g, "");
  return {
    line,
    target: { payout: cell("reference") },
    fact,
    amount_minor: amount === "" ? null : amountOf(amount, currency, line),
    currency: amount === "" && cell("currency") === "" ? null : currency,
    reason_code: cell("reason_code").slice(0, 35) || null,
    reason: wordsOf(cell("reason")),
    credit: fact === "returned",
  };
}
