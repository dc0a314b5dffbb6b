import { formatMinor, spelledReference } from "@commonlot/domain";
import type { PartyAccount } from "../modules/settlement/accounts";
import type { ProformaRow } from "../modules/settlement/transfers/rows";
import { saysOnly, type PrintedInvoice } from "./print/invoice";
import { dayIn, HOME_TZ, zonedTime } from "./today";
import type { Words } from "./words";

const WORDS = {
  zh: {
    title: "联合报价的形式发票",
    buyer: "买家",
    written: "开具日期",
    until: "付款期限",
    count: "转账笔数",
    columns: ["收款方", "", "", "", "金额"],
    part: (seller: string, quote: string, number: string) => `${seller} · ${quote} · 形式发票 ${number}`,
    toPay: "应转金额",
    reference: (value: string) => `付款编号：${value}`,
    payee: (value: string) => `收款户名：${value}`,
    account: (value: string) => `收款账号：${value}`,
    bank: (value: string) => `开户行行号：${value}`,
    total: "合计",
    notes: [
      "每家合作社各转一笔，各写各的付款编号，附言里一个字不要多；到账按编号核对，编号写错要由人来找。",
      "全部到账才下单。请早些转：银行要一两天。期限前有一笔没有到齐，货就全部放回，不会下单；已到的钱退回或留作下次货款。",
      "这不是发票，不能抵扣；发货后另开。",
    ],
    page: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  },
  en: {
    title: "Proformas of joint quote",
    buyer: "Buyer",
    written: "Written on",
    until: "To be paid by",
    count: "Transfers",
    columns: ["To", "", "", "", "Amount"],
    part: (seller: string, quote: string, number: string) => `${seller} · ${quote} · proforma ${number}`,
    toPay: "To transfer",
    reference: (value: string) => `Reference: ${value}`,
    payee: (value: string) => `Payee: ${value}`,
    account: (value: string) => `Account: ${value}`,
    bank: (value: string) => `Bank: ${value}`,
    total: "Total",
    notes: [
      "One transfer to each cooperative, each with its own reference and nothing else: it is how the money is found. With a slip in it somebody has to look for it.",
      "The order is placed when all have come. Send them early: a bank takes a day or two. If one of them is not there whole by the time above, all goods are free again and nothing is ordered; what came is sent back, or kept for your next order.",
      "This is no invoice for tax; that one comes with the goods.",
    ],
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
} as const;

/** What a company is to transfer for a joint quote, to each cooperative, as it is printed in one language. */
export function jointTransferPaper(
  of: {
    number: string;
    buyer: string;
    tz: string | undefined;
    parts: readonly { proforma: ProformaRow; account: PartyAccount; seller: Words | null }[];
  },
  language: "zh" | "en",
): PrintedInvoice {
  const words = WORDS[language];
  const tz = of.tz ?? HOME_TZ;
  const [first] = of.parts;
  const currency = first?.proforma.currency ?? "";
  const total = of.parts.reduce((sum, { proforma }) => sum + proforma.amount_minor, 0n);
  const [what, quantity, net, tax, amount] = words.columns;
  return {
    title: words.title,
    number: of.number,
    head: [
      { label: words.buyer, value: of.buyer },
      ...(first
        ? [
            { label: words.written, value: dayIn(tz, first.proforma.issued_at) },
            { label: words.until, value: zonedTime(tz, first.proforma.due_at, language) },
          ]
        : []),
      { label: words.count, value: String(of.parts.length) },
    ],
    columns: [what, quantity, net, tax, `${amount} ${currency}`],
    lines: of.parts.flatMap(({ proforma, account, seller }) => [
      saysOnly(words.part(seller?.[language] ?? "", proforma.quote_number, proforma.number), "group"),
      {
        ...{ what: words.toPay, quantity: "", net: "", tax: "", look: "sum" as const },
        total: formatMinor(proforma.amount_minor, currency),
      },
      saysOnly(words.reference(spelledReference(proforma.reference)), "wide"),
      saysOnly(words.payee(account.name), "wide"),
      saysOnly(words.account(account.account ?? ""), "wide"),
      ...(account.bank && account.bank.system !== "IBAN"
        ? [saysOnly(words.bank(`${account.bank.system} ${account.bank.member_id}`), "wide")]
        : []),
    ]),
    sums: [{ label: `${words.total} ${currency}`, value: formatMinor(total, currency), strong: true }],
    notes: [...words.notes],
    page: words.page,
  };
}
