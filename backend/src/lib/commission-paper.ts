import { formatMinor } from "@commonlot/domain";
import type { CommissionLineView, CommissionStatementView } from "../modules/settlement/commissions/views";
import type { PrintedInvoice } from "./print/invoice";
import { csvOf } from "./csv";
import { dayIn, HOME_TZ } from "./today";
import type { Words } from "./words";

const WORDS = {
  zh: {
    title: "佣金单",
    payer: "付款方",
    agent: "代理人",
    code: "代码",
    written: "开具日期",
    account: "收款账户尾号",
    state: "状态",
    states: { waits: "等第二个人批准", sent: "已交银行", paid: "已付", freed: "没有付成，钱仍欠您" },
    columns: ["订单", "日期", "计算基数", "比例", "佣金"],
    order: (number: string) => `订单 ${number}`,
    refund: (number: string) => `订单 ${number} 退款退回`,
    total: "合计",
    notes: [
      "佣金在订单送达、付清、分账之后才算；退给买家的钱按比例退回佣金。基数是买家付的钱减去税、运费、包装和退款。",
    ],
    page: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  },
  en: {
    title: "Statement of commission",
    payer: "Paid by",
    agent: "Agent",
    code: "Code",
    written: "Written on",
    account: "To the account ending in",
    state: "State",
    states: {
      waits: "waits for a second person",
      sent: "with the bank",
      paid: "paid",
      freed: "not paid; it is still owed",
    },
    columns: ["Order", "Day", "Reckoned of", "Rate", "Commission"],
    order: (number: string) => `Order ${number}`,
    refund: (number: string) => `Gone back with a refund of order ${number}`,
    total: "Sum",
    notes: [
      "A commission is earned when its order is delivered, paid and divided; what goes back to the buyer takes its part of it along. It is reckoned of what the buyer paid less tax, carriage, packing and refunds.",
    ],
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
} as const;
type Language = keyof typeof WORDS;

/** With the numbers that people know orders by. */
export type StatementOfCommission = CommissionStatementView & {
  lines: readonly (CommissionLineView & { order_number: number | null })[];
};

interface Whose {
  statement: StatementOfCommission;
  agent: { name: string; code: string };
  payer: Words | null;
}

/** A statement of commission as it is printed, from what it says alone and how it stands with the bank. */
export function commissionPaper({ statement, agent, payer }: Whose, language: Language): PrintedInvoice {
  const words = WORDS[language];
  const [what, quantity, net, tax, total] = words.columns;
  return {
    title: words.title,
    number: statement.number,
    head: [
      { label: words.payer, value: payer?.[language] ?? "" },
      { label: words.agent, value: agent.name },
      { label: words.code, value: agent.code },
      { label: words.written, value: dayIn(HOME_TZ, statement.created_at) },
      ...(statement.account_last4 === null ? [] : [{ label: words.account, value: statement.account_last4 }]),
      { label: words.state, value: words.states[statement.state] },
    ],
    columns: [what, quantity, net, tax, `${total} ${statement.currency}`],
    lines: cells(statement, language).map(([order = "", day = "", base = "", rate = "", amount = ""]) => ({
      what: order,
      quantity: day,
      net: base,
      tax: rate,
      total: amount,
    })),
    sums: [
      {
        label: `${words.total} ${statement.currency}`,
        value: formatMinor(statement.amount_minor, statement.currency),
        strong: true,
      },
    ],
    notes: words.notes,
    page: words.page,
    made_at: statement.created_at,
  };
}

/** The same as a sheet: a row a line, and the sum. */
export function commissionSheet(statement: StatementOfCommission, language: Language): string {
  const words = WORDS[language];
  const [order, day, base, rate, amount] = words.columns;
  return csvOf([
    [order, day, base, rate, `${amount} ${statement.currency}`],
    ...cells(statement, language),
    [words.total, "", "", "", formatMinor(statement.amount_minor, statement.currency)],
  ]);
}

function cells(statement: StatementOfCommission, language: Language): string[][] {
  const words = WORDS[language];
  const money = (minor: bigint) => formatMinor(minor, statement.currency);
  return statement.lines.map((line) => {
    const number = line.order_number === null ? line.order_id : String(line.order_number);
    return [
      line.amount_minor < 0n ? words.refund(number) : words.order(number),
      dayIn(HOME_TZ, line.at),
      line.base_minor === null ? "" : money(line.base_minor),
      line.rate_bp === null ? "" : `${line.rate_bp / 100}%`,
      money(line.amount_minor),
    ];
  });
}
