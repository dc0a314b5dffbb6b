import { formatMinor } from "@commonlot/domain";
import type { InvoiceRow } from "../modules/settlement/invoices";
import type { PrintedInvoice } from "./print/invoice";
import { dayIn, HOME_TZ } from "./today";

const WORDS = {
  zh: {
    invoice: "账单",
    credit_note: "红字账单",
    seller: "卖家",
    buyer: "买家",
    tax_number: "税号",
    person: "个人",
    order: "订单",
    placed: "下单日期",
    issued: "开具日期",
    credits: "冲红账单",
    columns: ["货物", "数量", "不含税", "税额", "合计"],
    tax: (rate: string, net: string) => `其中税率 ${rate}%，不含税 ${net}，税额`,
    freight: "其中运费（已含在各行里）",
    net: "不含税合计",
    taxes: "税额合计",
    total: "价税合计",
    back: "退还合计",
    exempt: "自产农产品，免征增值税。",
    not_fapiao: "这是卖家的账单和付款凭据，不是税务机关监制的发票。需要发票，请凭此号码向卖家索取。",
    page: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  },
  en: {
    invoice: "Invoice",
    credit_note: "Credit note",
    seller: "Seller",
    buyer: "Buyer",
    tax_number: "Tax number",
    person: "Private person",
    order: "Order",
    placed: "Placed on",
    issued: "Issued on",
    credits: "Credits invoice",
    columns: ["Goods", "Quantity", "Net", "Tax", "Total"],
    tax: (rate: string, net: string) => `of which at ${rate} %, net ${net}, tax`,
    freight: "of which freight (part of the lines)",
    net: "Net",
    taxes: "Tax",
    total: "Total paid",
    back: "Total given back",
    exempt: "Own agricultural produce, exempt from value-added tax.",
    not_fapiao:
      "This is the seller's invoice and proof of payment, not a fapiao of the tax office. Ask the seller for one by this number.",
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
} as const;

/** An invoice or credit note as it is printed, in one language, from its facts alone. */
export function invoicePaper(invoice: InvoiceRow, language: "zh" | "en"): PrintedInvoice {
  const words = WORDS[language];
  const { facts, currency } = invoice;
  const money = (minor: number) => formatMinor(BigInt(minor), currency);
  const credit = invoice.kind === "credit_note";
  const freight = facts.lines.reduce((sum, line) => sum + line.freight_minor, 0);
  return {
    title: words[invoice.kind],
    number: invoice.number,
    head: [
      { label: words.seller, value: language === "zh" ? facts.seller.name_zh : facts.seller.name_en },
      { label: words.buyer, value: facts.buyer_title ?? words.person },
      ...(facts.buyer_tax_number ? [{ label: words.tax_number, value: facts.buyer_tax_number }] : []),
      { label: words.order, value: `#${facts.order_number}` },
      { label: words.placed, value: dayIn(HOME_TZ, new Date(facts.placed_at)) },
      { label: words.issued, value: dayIn(HOME_TZ, new Date(invoice.issued_at)) },
      ...(facts.credits_number === null ? [] : [{ label: words.credits, value: facts.credits_number }]),
    ],
    columns: [
      words.columns[0],
      words.columns[1],
      words.columns[2],
      words.columns[3],
      `${words.columns[4]} ${currency}`,
    ],
    lines: facts.lines.map((line) => ({
      what: `${line.title} ${line.pack}`,
      // What was given back of a line is an amount, not a number of packs.
      quantity: credit ? "" : String(line.packs),
      net: money(line.total_minor - line.tax_minor),
      tax: money(line.tax_minor),
      total: money(line.total_minor),
    })),
    sums: [
      ...facts.tax_rows.map((row) => ({
        label: words.tax(row.rate, money(row.net_minor)),
        value: money(row.tax_minor),
      })),
      ...(freight > 0 ? [{ label: words.freight, value: money(freight) }] : []),
      { label: words.net, value: money(invoice.net_minor) },
      { label: words.taxes, value: money(invoice.tax_minor) },
      { label: `${credit ? words.back : words.total} ${currency}`, value: money(invoice.total_minor), strong: true },
    ],
    notes: [...(facts.tax_exempt ? [words.exempt] : []), words.not_fapiao],
    page: words.page,
  };
}
