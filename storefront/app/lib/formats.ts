import { useMemo } from "react";
import { useLocale } from "use-intl";
import type { Locale } from "../i18n/locale";

/** All dates are the villages' dates, wherever the reader is. */
export const TIME_ZONE = "Asia/Shanghai";
const GRAMS_PER_KG = 1000;
const GRAMS_PER_JIN = 500;

export interface Formats {
  /** 113477 -> "¥1,134.77": minor units, always the currency's decimals. */
  money(amount_minor: number, currency: string): string;
  /** For sentences and buttons: "1,134.77 元" / "1,134.77 yuan". */
  moneyInWords(amount_minor: number, currency: string): string;
  /** CNY -> "元", "yuan"; other currencies by their code: the unit beside a field. */
  currency(code: string): string;
  /** 12500 -> "12.5 公斤（25 斤）" / "12.5 kg (25 jin)". Kilos are exact: whole grams have three decimals. From a tonne on jin are whole. */
  weight(grams: number): string;
  kg(grams: number): string;
  /** A pool's base units: grams as weight, pieces as pieces. */
  units(count: number, unit: "g" | "piece"): string;
  /** The same for what came or went: "+1 公斤（2 斤）", "−1 公斤（−2 斤）". */
  signed(count: number, unit: "g" | "piece"): string;
  number(value: number): string;
  /** 1300000 -> "1.3 MB", 240000 -> "240 kB". */
  fileSize(bytes: number): string;
  percent(part: number, whole: number): string;
  /** "2026年10月3日" / "3 Oct 2026" */
  date(iso: string): string;
  /** Picked on one day or over several: "10月3日至8日". */
  dates(from: string, to: string): string;
  /** Days of every year, "09-05" and "10-20": "9月5日至10月20日"; one day twice is said once. */
  season(from: string, to: string): string;
  time(iso: string): string;
  /** A time that buyers anywhere go by: in English it says whose clock it is, since who reads English may be elsewhere. */
  timeThere(iso: string): string;
  /** A moment by the clock of a zone ("Europe/Berlin"), which the page names: a company's accounts go by the company's. */
  timeAt(iso: string, zone: string): string;
  /** The day that a moment has there. */
  dateAt(iso: string, zone: string): string;
}

const byLocale = new Map<Locale, Formats>();

/** Formats of one locale; Intl objects are costly to make, so each is made once. */
/** Parts of a jin beside so much are noise: the exact weight stands before them. */
const WHOLE_JIN_FROM_G = 1_000_000;

export function formatsOf(locale: Locale): Formats {
  const made = byLocale.get(locale) ?? makeFormats(locale);
  byLocale.set(locale, made);
  return made;
}

export function useFormats(): Formats {
  const locale = useLocale();
  return useMemo(() => formatsOf(locale), [locale]);
}

function makeFormats(locale: Locale): Formats {
  const zh = locale === "zh-CN";
  const grams = withMinus(new Intl.NumberFormat(locale, { maximumFractionDigits: 3 }));
  const number = withMinus(new Intl.NumberFormat(locale));
  const percent = new Intl.NumberFormat(locale, { style: "percent", maximumFractionDigits: 1 });
  const currencies = new Map<string, { symbol: Intl.NumberFormat; plain: Intl.NumberFormat; scale: number }>();
  const currencyOf = (code: string) => {
    const key = code.toUpperCase();
    const found = currencies.get(key);
    if (found) return found;
    const symbol = new Intl.NumberFormat(locale, { style: "currency", currency: key, currencyDisplay: "narrowSymbol" });
    const digits = symbol.resolvedOptions().maximumFractionDigits ?? 2;
    const plain = new Intl.NumberFormat(locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    const made = { symbol, plain, scale: 10 ** digits };
    currencies.set(key, made);
    return made;
  };

  const kg = (g: number) => `${grams(g / GRAMS_PER_KG)} ${zh ? "公斤" : "kg"}`;
  const weight = (g: number) => {
    const jin = grams(Math.abs(g) < WHOLE_JIN_FROM_G ? g / GRAMS_PER_JIN : Math.round(g / GRAMS_PER_JIN));
    return zh ? `${kg(g)}（${jin} 斤）` : `${kg(g)} (${jin} jin)`;
  };
  const pieces = (count: number) => (zh ? `${number(count)} 枚` : `${number(count)} pcs`);
  const unitOfMoney = (code: string) => (code.toUpperCase() !== "CNY" ? code.toUpperCase() : zh ? "元" : "yuan");
  const time = (iso: string, zone?: string) => {
    const { month, day, clock } = dayOf(iso, zone);
    return zh ? `${month}月${day}日 ${clock}` : `${day} ${MONTHS[month - 1]}, ${clock}`;
  };
  const units = (count: number, unit: "g" | "piece") => (unit === "g" ? weight(count) : pieces(count));
  return {
    money(amount_minor, currency) {
      const { symbol, scale } = currencyOf(currency);
      return symbol.format(amount_minor / scale);
    },
    moneyInWords(amount_minor, currency) {
      const { plain, scale } = currencyOf(currency);
      return `${plain.format(amount_minor / scale)} ${unitOfMoney(currency)}`;
    },
    currency: unitOfMoney,
    weight,
    kg,
    units,
    signed: (count, unit) => (count > 0 ? `+${units(count, unit)}` : units(count, unit)),
    number,
    fileSize: (bytes) =>
      bytes < 1_000_000
        ? `${number(Math.max(1, Math.round(bytes / 1_000)))} kB`
        : `${number(Math.round(bytes / 100_000) / 10)} MB`,
    percent: (part, whole) => percent.format(whole === 0 ? 0 : part / whole),
    date: (iso) => dayText(dayOf(iso), zh),
    dates: (from, to) => rangeText(dayOf(from), dayOf(to), zh),
    season: (from, to) => seasonText(from, to, zh),
    time: (iso) => time(iso),
    timeAt: time,
    dateAt: (iso, zone) => dayText(dayOf(iso, zone), zh),
    timeThere: (iso) => (zh ? time(iso) : `${time(iso)} Beijing time`),
  };
}

/** A minus as wide as a plus, on each number that is below nothing: a hyphen is overlooked. */
function withMinus(format: Intl.NumberFormat): (value: number) => string {
  return (value) => `${value < 0 ? "\u2212" : ""}${format.format(Math.abs(value))}`;
}

// Dates are put together here from Intl's numbers. Intl's own patterns differ between the server's and the browser's
// version (a thin space is enough), and then React throws the server's page away.

const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"] as const;

const numbersIn = (timeZone: string) =>
  new Intl.DateTimeFormat("en-US", {
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone,
  });
const numbers = numbersIn(TIME_ZONE);
/** Of companies elsewhere: there are few hundred zones. */
const elsewhere = new Map<string, Intl.DateTimeFormat>();

function numbersOf(zone: string): Intl.DateTimeFormat {
  const made = zone === TIME_ZONE ? numbers : (elsewhere.get(zone) ?? numbersIn(zone));
  elsewhere.set(zone, made);
  return made;
}

interface Day {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** "14:05" */
  readonly clock: string;
}

/** A calendar day stays that day; a moment is the day it is in the villages, or in the zone that is named. */
function dayOf(iso: string, zone = TIME_ZONE): Day {
  const parts = new Map(
    numbersOf(zone)
      .formatToParts(new Date(iso))
      .map((part) => [part.type, part.value]),
  );
  const number = (type: Intl.DateTimeFormatPartTypes) => Number(parts.get(type));
  const clock = `${parts.get("hour")}:${parts.get("minute")}`;
  return { year: number("year"), month: number("month"), day: number("day"), clock };
}

function dayText({ year, month, day }: Day, zh: boolean): string {
  return zh ? `${year}年${month}月${day}日` : `${day} ${MONTHS[month - 1]} ${year}`;
}

function seasonText(from: string, to: string, zh: boolean): string {
  const [month = 1, day = 1] = from.split("-").map(Number);
  const [last_month = 1, last = 1] = to.split("-").map(Number);
  const name = (m: number) => MONTHS[m - 1] ?? "";
  const same = month === last_month;
  if (from === to) return zh ? `${month}月${day}日` : `${day} ${name(month)}`;
  if (zh) return `${month}月${day}日至${same ? "" : `${last_month}月`}${last}日`;
  return `${day}${same ? "" : ` ${name(month)}`} to ${last} ${name(last_month)}`;
}

/** What both days share is said once. */
function rangeText(from: Day, to: Day, zh: boolean): string {
  const sameYear = from.year === to.year;
  const sameMonth = sameYear && from.month === to.month;
  if (sameMonth && from.day === to.day) return dayText(from, zh);
  if (zh) {
    const last = sameMonth ? `${to.day}日` : sameYear ? `${to.month}月${to.day}日` : dayText(to, zh);
    return `${dayText(from, zh)}至${last}`;
  }
  const first = sameMonth ? `${from.day}` : sameYear ? `${from.day} ${MONTHS[from.month - 1]}` : dayText(from, zh);
  return `${first} to ${dayText(to, zh)}`;
}
