import { formatMinor, isOwed, spelledReference } from "@commonlot/domain";
import type { PartyAccount } from "../modules/settlement/accounts";
import type { ProformaRow } from "../modules/settlement/transfers/rows";
import type { QuoteVersion } from "../modules/wholesale/quotes/quote-types";
import type { PrintedInvoice } from "./print/invoice";
import { dayIn, HOME_TZ, zonedTime } from "./today";
import type { Words } from "./words";

const WORDS = {
  zh: {
    title: "形式发票",
    seller: "卖家",
    buyer: "买家",
    quote: "报价单",
    written: "开具日期",
    until: "付款期限",
    reference: "付款编号",
    payee: "收款户名",
    account: "收款账号",
    bank: "开户行行号",
    columns: ["货物", "份数", "每份单价", "", "金额"],
    freight: "运费",
    total: "应转金额",
    owedTitle: "付款单",
    freightPart: "运费差额中由买方承担的部分",
    order: "订单合计",
    deposit: "其中定金",
    paid: "已付",
    credited: "已冲减",
    open: "未付",
    owedNotes: [
      "附言只写付款编号，一个字不要多；到账按编号核对，编号写错要由人来找。",
      "已下单。请在付款期限前付清；逾期不能再赊购。",
      "发票另开。",
    ],
    waits: "尾款到账后才发货。",
    notes: [
      "附言只写付款编号，一个字不要多；到账按编号核对，编号写错要由人来找。",
      "请早些转：银行要一两天。期限前没有到账，货就放回，不会下单；晚到的钱退回或留作下次货款。",
      "这不是发票，不能抵扣；发货后另开。",
    ],
    page: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  },
  en: {
    title: "Proforma",
    seller: "Seller",
    buyer: "Buyer",
    quote: "Quote",
    written: "Written on",
    until: "To be paid by",
    reference: "Reference",
    payee: "Payee",
    account: "Account",
    bank: "Bank",
    columns: ["Goods", "Packs", "A pack", "", "Amount"],
    freight: "Freight",
    total: "To transfer",
    owedTitle: "Request for payment",
    freightPart: "The buyer's part of what freight turned out dearer",
    order: "Order total",
    deposit: "Of it the deposit",
    paid: "Paid",
    credited: "Credited",
    open: "Open",
    owedNotes: [
      "Write the reference into the transfer and nothing else: it is how the money is found. With a slip in it somebody has to look for it.",
      "The order stands. Please pay it by the day above; while something is overdue nothing new goes on account.",
      "The invoice for tax comes separately.",
    ],
    waits: "The goods leave when the balance has come.",
    notes: [
      "Write the reference into the transfer and nothing else: it is how the money is found. With a slip in it somebody has to look for it.",
      "Send it early: a bank takes a day or two. What has not arrived by the day above frees the goods, and nothing is ordered; money that comes later is sent back, or kept for your next order.",
      "This is no invoice for tax; that one comes with the goods.",
    ],
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
} as const;

/**
 * A proforma as it is printed, in one language, from what it says alone: printed again it is the same. One that is owed says what is paid of
 * it and what is open, as it is now.
 */
export function proformaPaper(
  of: {
    proforma: ProformaRow;
    account: PartyAccount;
    version: QuoteVersion | undefined;
    seller: Words | null;
    tz: string | undefined;
  },
  language: "zh" | "en",
): PrintedInvoice {
  const words = WORDS[language];
  const { proforma, account, version } = of;
  const tz = of.tz ?? HOME_TZ;
  const money = (minor: bigint) => formatMinor(minor, proforma.currency);
  const [what, quantity, net, tax, total] = words.columns;
  const owed = isOwed(proforma.kind);
  const left_minor = proforma.amount_minor - proforma.paid_minor - proforma.credited_minor;
  return {
    title: owed ? words.owedTitle : words.title,
    number: proforma.number,
    head: [
      { label: words.seller, value: of.seller?.[language] ?? "" },
      { label: words.buyer, value: proforma.company },
      { label: words.quote, value: proforma.quote_number },
      { label: words.written, value: dayIn(tz, proforma.issued_at) },
      { label: words.until, value: zonedTime(tz, proforma.due_at, language) },
      { label: words.reference, value: spelledReference(proforma.reference) },
      { label: words.payee, value: account.name },
      { label: words.account, value: account.account ?? "" },
      ...(account.bank && account.bank.system !== "IBAN"
        ? [{ label: words.bank, value: `${account.bank.system} ${account.bank.member_id}` }]
        : []),
    ],
    columns: [what, quantity, net, tax, `${total} ${proforma.currency}`],
    lines:
      proforma.kind === "freight"
        ? [{ what: words.freightPart, quantity: "1", net: "", tax: "", total: money(proforma.amount_minor) }]
        : (version?.lines ?? []).map((line) => ({
            what: `${line.title[language]} ${line.pack[language]}`,
            quantity: String(line.packs),
            net: money(line.price_minor ?? 0n),
            tax: "",
            total: money((line.price_minor ?? 0n) * BigInt(line.packs)),
          })),
    sums: [
      ...(version?.freight_minor == null || proforma.kind === "freight"
        ? []
        : [{ label: words.freight, value: money(version.freight_minor) }]),
      ...(proforma.total_minor === proforma.amount_minor
        ? []
        : [
            { label: words.order, value: money(proforma.total_minor) },
            ...(owed ? [{ label: words.deposit, value: money(proforma.total_minor - proforma.amount_minor) }] : []),
          ]),
      { label: `${words.total} ${proforma.currency}`, value: money(proforma.amount_minor), strong: true },
      ...(owed
        ? [
            { label: words.paid, value: money(proforma.paid_minor) },
            ...(proforma.credited_minor === 0n
              ? []
              : [{ label: words.credited, value: money(proforma.credited_minor) }]),
            { label: `${words.open} ${proforma.currency}`, value: money(left_minor), strong: true },
          ]
        : []),
    ],
    notes: owed ? [...(proforma.before_dispatch ? [words.waits] : []), ...words.owedNotes] : [...words.notes],
    page: words.page,
  };
}
