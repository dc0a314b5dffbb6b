import { capOf, formatMinor } from "@commonlot/domain";
import { totalOf, type Quote, type QuoteVersion, type TruckPlan } from "../modules/wholesale/quotes/quote-types";
import type { AddressInput } from "../modules/wholesale/companies/company-types";
import type { PrintedInvoice } from "./print/invoice";
import { dayIn, HOME_TZ, zonedTime } from "./today";
import type { Words } from "./words";

const WORDS = {
  zh: {
    title: { request: "询价单", buyer: "还价单", seller: "报价单" },
    to: "送到",
    addressees: (count: number) => `${count} 个收件人`,
    seller: "卖家",
    buyer: "买家",
    version: "版本",
    written: "写于",
    until: "有效期至",
    deliver: "交货日期",
    columns: ["货物", "份数", "每份单价", "", "金额"],
    goods: "货款合计",
    freight: "运费",
    total: "合计",
    open: "（未报价）",
    gap: {
      buyer: "实际运费与报价的差额由买家承担（少了也归买家）。",
      cooperative: "实际运费与报价的差额由合作社承担（少了也归合作社）。",
      shared: (percent: string) => `实际运费与报价的差额，买家承担 ${percent}%，其余归合作社。`,
    },
    cap: (percent: string) =>
      `买家最多多付报价运费的 ${percent}%，另开付款单，不自动扣款；超出部分由合作社承担，除非买家同意。`,
    terms: {
      prepay: "付款：发货前付清。",
      deposit: (percent: string) => `付款：先付定金 ${percent}%。`,
      net: (days: number) => `付款：开票后 ${days} 天内。`,
    },
    truck: (truck: TruckPlan) =>
      `运输：专车 ${truck.name}，${truck.trucks} 车，${truck.pallets} 个托盘、${truck.cartons} 箱，约 ${truck.road_km} 公里、${truck.days} 天。`,
    inspection: {
      delivery: (days: number) => `验货：最后一件送到后 ${days} 天内。`,
      inspection: (days: number) => `验货：最后一件送到后 ${days} 天内；验收或到期后货款才分给农户和合作社。`,
    },
    page: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  },
  en: {
    title: { request: "Request", buyer: "Counter-offer", seller: "Quote" },
    to: "Delivered to",
    addressees: (count: number) => `${count} addressees`,
    seller: "Seller",
    buyer: "Buyer",
    version: "Version",
    written: "Written on",
    until: "Stands until",
    deliver: "Delivery on",
    columns: ["Goods", "Packs", "A pack", "", "Amount"],
    goods: "Goods",
    freight: "Freight",
    total: "Total",
    open: "(no price yet)",
    gap: {
      buyer: "If the freight turns out otherwise, the buyer bears the difference, a gain as a loss.",
      cooperative: "If the freight turns out otherwise, the cooperative bears the difference, a gain as a loss.",
      shared: (percent: string) =>
        `If the freight turns out otherwise, the buyer bears ${percent} % of the difference, the cooperative the rest.`,
    },
    cap: (percent: string) =>
      `Of a loss the buyer pays up to ${percent} % of the freight quoted, by transfer when asked; what is above it the cooperative bears, unless the buyer agrees to it.`,
    terms: {
      prepay: "Payment: all of it before the goods leave.",
      deposit: (percent: string) => `Payment: a deposit of ${percent} %.`,
      net: (days: number) => `Payment: within ${days} days after the invoice.`,
    },
    truck: (truck: TruckPlan) =>
      `Carriage: by truck (${truck.name}), ${truck.trucks} in all, ${truck.pallets} pallets with ${truck.cartons} cartons, about ${truck.road_km} km and ${truck.days} days.`,
    inspection: {
      delivery: (days: number) => `Inspection: within ${days} days after the last parcel came.`,
      inspection: (days: number) =>
        `Inspection: within ${days} days after the last parcel came; the money is shared out when the goods are accepted or those days are over.`,
    },
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
} as const;

/** Where a quote's goods go: one address, or so many addressees; null where nobody has said it yet. */
export type QuoteTo = { readonly address: AddressInput } | { readonly addressees: number } | null;

/** A version as it is printed, in one language, with moments of the company's time zone, which it names. What a company asks for first is a request. */
export function quotePaper(
  of: {
    quote: Quote;
    version: QuoteVersion;
    seller: Words | null;
    buyer: string;
    to: QuoteTo;
    tz: string | undefined;
  },
  language: "zh" | "en",
): PrintedInvoice {
  const words = WORDS[language];
  const { quote, version } = of;
  const tz = of.tz ?? HOME_TZ;
  const money = (minor: bigint | null) => (minor === null ? words.open : formatMinor(minor, quote.currency));
  const amounts = version.lines.map((line) =>
    line.price_minor === null ? null : line.price_minor * BigInt(line.packs),
  );
  const priced = amounts.every((amount) => amount !== null);
  const goods = amounts.reduce<bigint>((sum, amount) => sum + (amount ?? 0n), 0n);
  return {
    title: words.title[version.by === "buyer" && version.version === 1 ? "request" : version.by],
    number: quote.number,
    head: [
      { label: words.seller, value: of.seller?.[language] ?? "" },
      { label: words.buyer, value: of.buyer },
      { label: words.version, value: String(version.version) },
      { label: words.written, value: dayIn(tz, version.created_at) },
      { label: words.until, value: zonedTime(tz, version.expires_at, language) },
      ...(version.deliver_on === null ? [] : [{ label: words.deliver, value: version.deliver_on }]),
      ...(of.to === null ? [] : [{ label: words.to, value: whereTo(of.to, words) }]),
    ],
    columns: [
      words.columns[0],
      words.columns[1],
      words.columns[2],
      words.columns[3],
      `${words.columns[4]} ${quote.currency}`,
    ],
    lines: version.lines.map((line, at) => ({
      what: `${line.title[language]} ${line.pack[language]}`,
      quantity: String(line.packs),
      net: money(line.price_minor),
      tax: "",
      total: money(amounts[at] ?? null),
    })),
    sums: priced
      ? [
          { label: words.goods, value: money(goods) },
          { label: words.freight, value: money(version.freight_minor) },
          { label: `${words.total} ${quote.currency}`, value: money(totalOf(version)), strong: true },
        ]
      : [],
    notes: quoteNotes(version, language),
    page: words.page,
  };
}

function whereTo(to: NonNullable<QuoteTo>, words: AnyWords): string {
  if ("addressees" in to) return words.addressees(to.addressees);
  const { name, phone, country, province, city, address, postal_code } = to.address;
  const place = [country === "CN" ? "" : country, postal_code, province, city, address].filter((part) => part !== "");
  return `${place.join(" ")} · ${name} ${phone}`;
}

/** What a version says beside its figures, in sentences. */
export function quoteNotes(version: QuoteVersion, language: "zh" | "en"): string[] {
  const words = WORDS[language];
  return [
    ...(version.truck ? [words.truck(version.truck)] : []),
    ...gapOf(version, words),
    ...termsOf(version, words),
    ...inspectionOf(version, words),
    ...(version.words === "" ? [] : [version.words]),
  ];
}

type AnyWords = (typeof WORDS)[keyof typeof WORDS];
/** 2500 basis points are "25". */
const percent = (bp: number): string => String(bp / 100);

function gapOf({ freight_term: term }: QuoteVersion, { gap, cap }: AnyWords): string[] {
  if (term === null) return [];
  if (term.bearer === "cooperative") return [gap.cooperative];
  return [term.bearer === "shared" ? gap.shared(percent(term.buyer_bp)) : gap.buyer, cap(percent(capOf(term)))];
}

function termsOf({ terms }: QuoteVersion, { terms: words }: AnyWords): string[] {
  if (terms === null) return [];
  if (terms.kind === "prepay") return [words.prepay];
  return [terms.kind === "net" ? words.net(terms.net_days) : words.deposit(percent(terms.deposit_bp))];
}

function inspectionOf({ inspection }: QuoteVersion, { inspection: words }: AnyWords): string[] {
  return inspection ? [words[inspection.release](inspection.days)] : [];
}
