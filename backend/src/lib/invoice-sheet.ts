import { formatMinor } from "@commonlot/domain";
import type { CompanyInvoiceRow } from "./company-invoices";
import { csvOf } from "./csv";
import { dayIn } from "./today";

const WORDS = {
  zh: {
    head: ["日期", "种类", "号码", "冲减的账单", "订单", "开票方", "抬头", "币种", "不含税", "税额", "合计"],
    kinds: { invoice: "账单", credit_note: "红字账单" },
  },
  en: {
    head: ["Day", "Kind", "Number", "Credits", "Order", "Seller", "Made out to", "Currency", "Net", "Tax", "Total"],
    kinds: { invoice: "Invoice", credit_note: "Credit note" },
  },
} as const;

/** Papers as CSV, the oldest first, days of `tz`. What a credit note says is below zero, so that a column sums to what was paid for good. */
export function invoiceSheet(papers: readonly CompanyInvoiceRow[], tz: string, language: keyof typeof WORDS): string {
  const words = WORDS[language];
  const lines = [...papers].reverse().map((one) => {
    const money = (minor: bigint) => formatMinor(one.kind === "invoice" ? minor : -minor, one.currency);
    return [
      dayIn(tz, one.issued_at),
      words.kinds[one.kind],
      one.number,
      one.credits_number ?? "",
      String(one.order_number),
      one.seller[language],
      one.buyer ?? "",
      one.currency,
      money(one.net_minor),
      money(one.tax_minor),
      money(one.total_minor),
    ];
  });
  return csvOf([words.head, ...lines]);
}
