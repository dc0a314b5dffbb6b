import { formatJin, formatKg, formatMinor, type DeductionKind } from "@commonlot/domain";
import type { PrintedTicket } from "../../../lib/print/ticket";
import type { CullReason } from "../../../modules/pool/culls";
import type { ticketView } from "./ticket-view";
import { HOME_TZ } from "../../../lib/today";

type View = Awaited<ReturnType<typeof ticketView>>;
type Lang = "zh" | "en";

interface TicketWords {
  title: string;
  gross: string;
  tare: string;
  net: string;
  accepted: string;
  corrected: string;
  keptApart: string;
  harvested: string;
  weighed: string;
  deduction: Record<DeductionKind, string>;
  of: (measured: string, base: string) => string;
  refused: (amount: string, reason: string) => string;
  cull: Record<CullReason, string>;
  price: Record<View["price_mode"], (price: string) => string>;
  later: Record<View["price_mode"], string>;
  object: (phone: string) => string;
  scan: string;
  weigher: string;
  brought: string;
  kg: (grams: number) => string;
  pieces: (count: number) => string;
  per: Record<"kg" | "piece", string>;
}

const WORDS: Record<Lang, TicketWords> = {
  zh: {
    title: "收货单",
    gross: "毛重",
    tare: "皮重",
    net: "净重",
    accepted: "入库",
    corrected: "更正后",
    keptApart: "其中另放（不够一份）",
    harvested: "采收",
    weighed: "过秤",
    deduction: { moisture: "扣水分", foreign_matter: "扣杂质", imperfect: "扣不完善粒", other: "其他扣量" },
    of: (measured, base) => `测得 ${measured}，基准 ${base}`,
    refused: (amount, reason) => `未收 ${amount}：${reason}。`,
    cull: {
      mould: "发霉",
      insects: "虫蛀",
      broken: "破损",
      unripe: "未熟",
      wet: "太湿",
      spoilt: "变质",
      other: "其他",
    },
    price: {
      by_sale: (price) => `当日参考价 ${price}，以卖出价结算。`,
      fixed: (price) => `当日收购价 ${price}。`,
      pool_average: (price) => `当日参考价 ${price}，以货池结算价为准。`,
    },
    later: {
      by_sale: "卖出后按卖出价结算。",
      fixed: "当日价格未定，定价后另行通知。",
      pool_average: "货池结束时定价。",
    },
    object: (phone) => `有误请三天内打 ${phone}，或扫码提出。`,
    scan: "扫码看收货单、提出异议",
    weigher: "司秤",
    brought: "交货人",
    kg: (grams) => `${formatKg(grams)} 公斤（${formatJin(grams)} 斤）`,
    pieces: (count) => `${count} 枚`,
    per: { kg: "公斤", piece: "枚" },
  },
  en: {
    title: "Weigh ticket",
    gross: "Gross",
    tare: "Tare",
    net: "Net",
    accepted: "Accepted",
    corrected: "After correction",
    keptApart: "Of it kept apart (less than a pack)",
    harvested: "Picked",
    weighed: "Weighed",
    deduction: { moisture: "Moisture", foreign_matter: "Foreign matter", imperfect: "Imperfect", other: "Other" },
    of: (measured, base) => `${measured}, base ${base}`,
    refused: (amount, reason) => `Not taken: ${amount}, ${reason}.`,
    cull: {
      mould: "mould",
      insects: "insects",
      broken: "broken",
      unripe: "unripe",
      wet: "too wet",
      spoilt: "spoilt",
      other: "other",
    },
    price: {
      by_sale: (price) => `Price of the day ${price}, for orientation: you are paid what it sells for.`,
      fixed: (price) => `Price of the day ${price}.`,
      pool_average: (price) => `Price of the day ${price}, for orientation: priced at pool close.`,
    },
    later: {
      by_sale: "Paid at what it sells for.",
      fixed: "The price of the day is not set yet; you will be told.",
      pool_average: "Priced at pool close.",
    },
    object: (phone) => `If it is wrong, call ${phone} within three days, or scan the code.`,
    scan: "Scan to read it and to object",
    weigher: "Weighed by",
    brought: "Brought by",
    kg: (grams) => `${formatKg(grams)} kg (${formatJin(grams)} jin)`,
    pieces: (count) => `${count} pcs`,
    per: { kg: "kg", piece: "piece" },
  },
};

/** A ticket's figures as the words that go on paper. */
export function printedTicket(view: View, lang: Lang, storefront: string): PrintedTicket {
  const w = WORDS[lang];
  const units = (count: number) => (view.unit === "g" ? w.kg(count) : w.pieces(count));
  const tare = view.container === null ? w.tare : `${w.tare}（${view.container} × ${view.containers ?? 1}）`;
  const rows: PrintedTicket["rows"] = [
    { label: w.weighed, value: localTime(view.weighed_at) },
    { label: w.harvested, value: view.harvested_on },
    ...(view.gross_g === null
      ? []
      : [
          { label: w.gross, value: w.kg(view.gross_g) },
          { label: tare, value: w.kg(view.tare_g ?? 0) },
          { label: w.net, value: w.kg(view.net_g ?? 0) },
        ]),
    ...view.deductions.map((line) => ({
      label: `${w.deduction[line.kind]}（${w.of(percent(line.measured_bp), percent(line.base_bp))}）`,
      value: `−${w.kg(line.deducted_g)}`,
    })),
    { label: w.accepted, value: units(view.intake_units), strong: true },
    ...(view.units === view.intake_units ? [] : [{ label: w.corrected, value: units(view.units), strong: true }]),
    ...(view.kept_apart_units > 0 ? [{ label: w.keptApart, value: units(view.kept_apart_units) }] : []),
  ];
  return {
    title: w.title,
    number: view.number,
    sender: view.cooperative?.name[lang] ?? "",
    household: `${view.household?.name ?? ""} ${view.household?.card_number ?? ""}`,
    goods: `${view.produce_name[lang]} · ${view.grade_name[lang]}`,
    rows,
    notes: [
      ...view.culls.map((cull) => w.refused(units(cull.units), w.cull[cull.reason])),
      priceNote(view, w),
      w.object(view.cooperative?.phone ?? ""),
    ],
    url: `${storefront.replace(/\/$/, "")}/home/receipts/${view.id}`,
    scan: w.scan,
    signatures: [`${w.weigher} ${view.weigher ?? ""}`, w.brought],
  };
}

/** Only a pool with fixed prices owes the price of the day; elsewhere it is said as what it is. */
function priceNote(view: View, w: TicketWords): string {
  if (!view.day_price) return w.later[view.price_mode];
  const { price_minor, currency, per } = view.day_price;
  return w.price[view.price_mode](`${formatMinor(BigInt(price_minor), currency)} ${currency}/${w.per[per]}`);
}

const percent = (bp: number): string => `${bp / 100} %`;

function localTime(iso: string): string {
  return new Intl.DateTimeFormat("sv-SE", {
    timeZone: HOME_TZ,
    dateStyle: "short",
    timeStyle: "short",
  }).format(new Date(iso));
}
