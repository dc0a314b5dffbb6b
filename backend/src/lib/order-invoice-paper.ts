import { formatMinor } from "@commonlot/domain";
import type { InvoiceRow } from "../modules/settlement/invoices";
import { saysOnly, type PrintedInvoice, type PrintedLine } from "./print/invoice";
import { dayIn, HOME_TZ } from "./today";

const WORDS = {
  zh: {
    title: "整单账单",
    buyer: "买家",
    person: "个人",
    tax_number: "税号",
    placed: "下单日期",
    sellers: "卖家",
    columns: ["货物", "数量", "不含税", "税额", "合计"],
    invoice: (seller: string, number: string, day: string) => `${seller} · 账单 ${number} · ${day}`,
    credit_note: (seller: string, number: string, day: string) => `${seller} · 红字账单 ${number} · ${day}`,
    credits: (number: string) => `冲红账单 ${number}。`,
    tax: (rate: string, net: string, tax: string) => `其中税率 ${rate}%：不含税 ${net}，税额 ${tax}。`,
    freight: (freight: string) => `其中运费 ${freight}，已含在各行里。`,
    exempt: "自产农产品，免征增值税。",
    sum: "小计",
    back: "退还小计",
    net: "不含税合计",
    taxes: "税额合计",
    total: "价税合计",
    given_back: "已退还",
    left: "余额",
    notes: [
      "这张纸把各卖家的账单放在一起；每位卖家只对自己的那一份负责，号码是各自的。",
      "这是卖家的账单和付款凭据，不是税务机关监制的发票。需要发票，请凭各自的号码向卖家索取。",
    ],
    page: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  },
  en: {
    title: "Invoice of order",
    buyer: "Buyer",
    person: "Private person",
    tax_number: "Tax number",
    placed: "Placed on",
    sellers: "Sellers",
    columns: ["Goods", "Quantity", "Net", "Tax", "Total"],
    invoice: (seller: string, number: string, day: string) => `${seller} · invoice ${number} · ${day}`,
    credit_note: (seller: string, number: string, day: string) => `${seller} · credit note ${number} · ${day}`,
    credits: (number: string) => `Credits invoice ${number}.`,
    tax: (rate: string, net: string, tax: string) => `Of it at ${rate} %: net ${net}, tax ${tax}.`,
    freight: (freight: string) => `Of it freight, part of the lines: ${freight}.`,
    exempt: "Own agricultural produce, exempt from value-added tax.",
    sum: "Sum",
    back: "Given back",
    net: "Net",
    taxes: "Tax",
    total: "Total paid",
    given_back: "Given back",
    left: "Left",
    notes: [
      "This paper has the invoices of all sellers together. Each seller answers for its own, by its own number.",
      "These are the sellers' invoices and proof of payment, not a fapiao of the tax office. Ask each seller for one by its number.",
    ],
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
} as const;

/**
 * All invoices and credit notes of one order on one paper, each seller's under its own name, number and tax, from their facts alone. It has no
 * number of its own: those of the sellers stand.
 */
export function orderInvoicePaper(
  papers: readonly [InvoiceRow, ...InvoiceRow[]],
  language: "zh" | "en",
): PrintedInvoice {
  const words = WORDS[language];
  const [first] = papers;
  const { facts, currency } = first;
  const money = (minor: number) => formatMinor(BigInt(minor), currency);
  const sum = (kind: InvoiceRow["kind"], of: "net_minor" | "tax_minor" | "total_minor") =>
    papers.reduce((all, one) => (one.kind === kind ? all + one[of] : all), 0);
  const [total, back] = [sum("invoice", "total_minor"), sum("credit_note", "total_minor")];
  const [what, quantity, net, tax, amount] = words.columns;
  return {
    title: words.title,
    number: `#${facts.order_number}`,
    head: [
      { label: words.buyer, value: facts.buyer_title ?? words.person },
      ...(facts.buyer_tax_number ? [{ label: words.tax_number, value: facts.buyer_tax_number }] : []),
      { label: words.placed, value: dayIn(HOME_TZ, new Date(facts.placed_at)) },
      { label: words.sellers, value: String(new Set(papers.map((one) => one.seller)).size) },
    ],
    columns: [what, quantity, net, tax, `${amount} ${currency}`],
    lines: papers.flatMap((one) => linesOf(one, language, money)),
    sums: [
      { label: words.net, value: money(sum("invoice", "net_minor")) },
      { label: words.taxes, value: money(sum("invoice", "tax_minor")) },
      { label: `${words.total} ${currency}`, value: money(total), strong: true },
      ...(back === 0
        ? []
        : [
            { label: words.given_back, value: money(back) },
            { label: `${words.left} ${currency}`, value: money(total - back), strong: true },
          ]),
    ],
    notes: [...words.notes],
    page: words.page,
  };
}

function linesOf(one: InvoiceRow, language: "zh" | "en", money: (minor: number) => string): PrintedLine[] {
  const words = WORDS[language];
  const { facts } = one;
  const credit = one.kind === "credit_note";
  const seller = language === "zh" ? facts.seller.name_zh : facts.seller.name_en;
  const freight = facts.lines.reduce((sum, line) => sum + line.freight_minor, 0);
  const said = [
    ...(facts.credits_number === null ? [] : [words.credits(facts.credits_number)]),
    ...facts.tax_rows.map((row) => words.tax(row.rate, money(row.net_minor), money(row.tax_minor))),
    ...(freight > 0 ? [words.freight(money(freight))] : []),
    ...(facts.tax_exempt ? [words.exempt] : []),
  ];
  return [
    saysOnly(words[one.kind](seller, one.number, dayIn(HOME_TZ, new Date(one.issued_at))), "group"),
    ...facts.lines.map((line) => ({
      what: `${line.title} ${line.pack}`,
      // What was given back of a line is an amount, not a number of packs.
      quantity: credit ? "" : String(line.packs),
      net: money(line.total_minor - line.tax_minor),
      tax: money(line.tax_minor),
      total: money(line.total_minor),
    })),
    {
      what: credit ? words.back : words.sum,
      quantity: "",
      net: money(one.net_minor),
      tax: money(one.tax_minor),
      total: money(one.total_minor),
      look: "sum",
    },
    ...said.map((text) => saysOnly(text, "wide")),
  ];
}
