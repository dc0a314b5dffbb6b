import { formatMinor } from "@commonlot/domain";
import type { WholeJoint } from "../modules/wholesale/joint/joint-types";
import { totalOf, type Quote, type QuoteVersion } from "../modules/wholesale/quotes/quote-types";
import { saysOnly, type PrintedInvoice, type PrintedLine } from "./print/invoice";
import { quoteNotes } from "./quote-paper";
import { HOME_TZ, zonedTime } from "./today";
import type { Words } from "./words";

const WORDS = {
  zh: {
    title: "联合报价单",
    buyer: "买家",
    goods: "货物",
    asked: "要货",
    written: "开具日期",
    wanted: "要货日期",
    until: "最早到期",
    packs: (packs: number) => `${packs} 份`,
    columns: ["货物", "份数", "每份单价", "", "金额"],
    part: (seller: string, number: string, version: number) => `${seller} · ${number} · 第 ${version} 版`,
    stands: (time: string) => `有效期至 ${time}。`,
    deliver: (day: string) => `交货日期 ${day}。`,
    notOffered: "还没有报价。",
    freight: "运费",
    partTotal: "这一部分合计",
    goodsSum: "货款合计",
    freightSum: "运费合计",
    total: "合计",
    open: "（未报价）",
    notes: ["各部分一起接受，一次付款，成为一张订单；每家合作社各发各的货。"],
    page: (page: number, pages: number) => `第 ${page} 页，共 ${pages} 页`,
  },
  en: {
    title: "Joint quote",
    buyer: "Buyer",
    goods: "Goods",
    asked: "Asked for",
    written: "Printed on",
    wanted: "Wanted on",
    until: "First end",
    packs: (packs: number) => `${packs} packs`,
    columns: ["Goods", "Packs", "A pack", "", "Amount"],
    part: (seller: string, number: string, version: number) => `${seller} · ${number} · version ${version}`,
    stands: (time: string) => `Stands until ${time}.`,
    deliver: (day: string) => `Delivery on ${day}.`,
    notOffered: "Not offered yet.",
    freight: "Freight",
    partTotal: "Total of this part",
    goodsSum: "Goods",
    freightSum: "Freight",
    total: "Total",
    open: "(no price yet)",
    notes: [
      "All parts are accepted together and become one order with one payment; each cooperative sends its own goods.",
    ],
    page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  },
} as const;

interface Part {
  quote: Quote;
  version: QuoteVersion;
}

/** A joint quote as it is printed for the company that buys, in one language: the parts that stand, or that were accepted. */
export function jointQuotePaper(
  of: {
    whole: WholeJoint;
    seller: (cooperative_id: string) => Words | null;
    buyer: string;
    tz: string | undefined;
    now: Date;
  },
  language: "zh" | "en",
): PrintedInvoice {
  const words = WORDS[language];
  const { joint } = of.whole;
  const tz = of.tz ?? HOME_TZ;
  const time = (at: Date) => zonedTime(tz, at, language);
  const money = (minor: bigint) => formatMinor(minor, joint.currency);
  const parts = partsOf(of.whole);
  const ends = parts.map((part) => part.quote.expires_at.getTime());
  const priced = parts.length > 0 && parts.every(({ version }) => isPriced(version));
  const freight = parts.reduce((sum, { version }) => sum + (version.freight_minor ?? 0n), 0n);
  const total = parts.reduce((sum, { version }) => sum + totalOf(version), 0n);
  const [what, quantity, net, tax, amount] = words.columns;
  return {
    title: words.title,
    number: joint.number,
    head: [
      { label: words.buyer, value: of.buyer },
      { label: words.goods, value: `${joint.title[language]} ${joint.pack[language]}` },
      { label: words.asked, value: words.packs(joint.packs) },
      { label: words.wanted, value: joint.wanted_on },
      ...(ends.length === 0 ? [] : [{ label: words.until, value: time(new Date(Math.min(...ends))) }]),
      { label: words.written, value: time(of.now) },
    ],
    columns: [what, quantity, net, tax, `${amount} ${joint.currency}`],
    lines: parts.flatMap((part) => linesOf(part, of.seller(part.quote.cooperative_id), { language, time, money })),
    sums: priced
      ? [
          { label: words.goodsSum, value: money(total - freight) },
          { label: words.freightSum, value: money(freight) },
          { label: `${words.total} ${joint.currency}`, value: money(total), strong: true },
        ]
      : [],
    notes: [...words.notes],
    page: words.page,
  };
}

const isPriced = (version: QuoteVersion): boolean => version.lines.every((line) => line.price_minor !== null);

/** Accepted ones where there are any, else those that are not over. */
function partsOf({ quotes, versions }: WholeJoint): Part[] {
  const accepted = quotes.filter((quote) => quote.state === "accepted");
  const open = quotes.filter((quote) => ["requested", "offered", "countered"].includes(quote.state));
  return (accepted.length > 0 ? accepted : open).flatMap((quote) => {
    const version = versions.get(quote.id);
    return version ? [{ quote, version }] : [];
  });
}

function linesOf(
  { quote, version }: Part,
  seller: Words | null,
  { language, time, money }: { language: "zh" | "en"; time: (at: Date) => string; money: (minor: bigint) => string },
): PrintedLine[] {
  const words = WORDS[language];
  const empty = { quantity: "", net: "", tax: "" };
  const goods = version.lines.map((line): PrintedLine => ({
    what: `${line.title[language]} ${line.pack[language]}`,
    quantity: String(line.packs),
    net: line.price_minor === null ? words.open : money(line.price_minor),
    tax: "",
    total: line.price_minor === null ? "" : money(line.price_minor * BigInt(line.packs)),
  }));
  const sums: PrintedLine[] = isPriced(version)
    ? [
        { what: words.freight, ...empty, total: money(version.freight_minor ?? 0n) },
        { what: words.partTotal, ...empty, total: money(totalOf(version)), look: "sum" },
      ]
    : [saysOnly(words.notOffered, "wide")];
  const said = [
    words.stands(time(quote.expires_at)),
    ...(version.deliver_on === null ? [] : [words.deliver(version.deliver_on)]),
    ...quoteNotes(version, language),
  ];
  return [
    saysOnly(words.part(seller?.[language] ?? "", quote.number, version.version), "group"),
    ...goods,
    ...sums,
    ...said.map((text) => saysOnly(text, "wide")),
  ];
}
