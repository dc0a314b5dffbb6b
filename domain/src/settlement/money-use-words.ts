import type { WhyText } from "../pool/explain-words";
import type { MoneyUse } from "./money-use";

const WORDS: Readonly<Record<MoneyUse | "sales" | "beside", WhyText>> = {
  sales: { zh: "买家付款", en: "Paid by buyers" },
  beside: { zh: "均价期分得、预付及返利", en: "Out of price pools, advances, refunds of the year" },
  households: { zh: "农户", en: "Households" },
  reserve: { zh: "暂扣（留存）", en: "Kept back (reserve)" },
  freight: { zh: "运费（快递）", en: "Carriers" },
  packing: { zh: "包装", en: "Packing" },
  cooperative: { zh: "合作社费", en: "Cooperative's fee" },
  platform: { zh: "平台费", en: "Platform fee" },
  agent: { zh: "带货佣金", en: "Agents" },
  tax: { zh: "税", en: "Tax" },
  refunds: { zh: "退给买家", en: "Refunded to buyers" },
  price_pools: { zh: "存入均价期", en: "Kept in price pools" },
  claims: { zh: "货物问题扣款", en: "Claims on the goods" },
  other: { zh: "其他", en: "Other" },
};

/** What a use of money, or an income, is called on papers and pages. */
export function moneyUseWords(use: MoneyUse | "sales" | "beside"): WhyText {
  return WORDS[use];
}
