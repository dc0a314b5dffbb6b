import type { WhyText } from "../pool/explain-words";
import { perKg, type SoldLot } from "./sold-goods";
import { moneyText, ruleName, weightText } from "./statement-words";

/** How the price of a lot came about. */
export type LotPriceKind = "by_sale" | "fixed" | "pool_average";

/**
 * "Why this price", of one lot, in a sentence:
 * by_sale "买家为这批货付了 86.00 元，减去税 7.10 元、运费 12.00 元…，余下的按斤两分，您得 60.64 元，合每公斤 24.26 元。"
 * Every amount of the sentence is of this statement and they add up.
 */
export function whyPrice(lot: SoldLot, kind: LotPriceKind, currency: string): WhyText {
  const money = (amount: bigint) => moneyText(amount, currency);
  const share = money(lot.share_minor);
  const each = perKg(lot.share_minor, lot.grams);
  const per = each === null ? undefined : money(each);
  const tail = {
    zh: per ? `，合每公斤 ${per.zh}。` : "。",
    en: per ? `, which is ${per.en} per kg.` : ".",
  };
  if (kind === "pool_average") {
    return {
      zh: `这批货和大家同一期的货一起卖，按等级定一个均价。您的 ${weightText(lot.grams).zh}分得 ${share.zh}${tail.zh}`,
      en: `These goods were sold together with everybody's of the period, at one average price by grade. Your ${weightText(lot.grams).en} earned ${share.en}${tail.en}`,
    };
  }
  if (kind === "fixed") {
    return {
      zh: `收货时就定了价，不管后来卖多少。您的 ${weightText(lot.grams).zh}得 ${share.zh}${tail.zh}`,
      en: `The price was fixed at weigh-in, whatever it was sold for later. Your ${weightText(lot.grams).en} earned ${share.en}${tail.en}`,
    };
  }
  const off = lot.deductions.filter((one) => one.amount_minor > 0n);
  const added = lot.deductions.filter((one) => one.amount_minor < 0n);
  const list = (parts: typeof off, sign: bigint, language: "zh" | "en") =>
    parts
      .map(({ rule, amount_minor }) =>
        language === "zh"
          ? `${ruleName(rule).zh} ${money(sign * amount_minor).zh}`
          : `${lower(ruleName(rule).en)} ${money(sign * amount_minor).en}`,
      )
      .join(language === "zh" ? "、" : ", ");
  const less = off.length === 0 ? undefined : { zh: list(off, 1n, "zh"), en: list(off, 1n, "en") };
  const plus = added.length === 0 ? undefined : { zh: list(added, -1n, "zh"), en: list(added, -1n, "en") };
  return {
    zh: `买家为您的 ${weightText(lot.grams).zh}付了 ${money(lot.bought_minor).zh}${less ? `，减去${less.zh}` : ""}${plus ? `，加上${plus.zh}` : ""}，余下的归您：${share.zh}${tail.zh}`,
    en: `The buyers paid ${money(lot.bought_minor).en} for your ${weightText(lot.grams).en}${less ? `; less ${less.en}` : ""}${plus ? `; plus ${plus.en}` : ""}; the rest is yours: ${share.en}${tail.en}`,
  };
}

const lower = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
