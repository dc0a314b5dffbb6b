import { formatMinor } from "../shared/money";
import { formatKg } from "../shared/weight";
import type { RateFacts, RatePart } from "./rate";
import type { RateCard, SurchargeCode } from "./rate-card";

type Prices = RateCard["zones"][number];

const SURCHARGE_EN: Readonly<Record<SurchargeCode, string>> = {
  fuel: "fuel",
  peak: "peak season",
  heavy: "heavy parcel",
  fragile: "fragile",
  cold: "cold chain",
  other: "surcharge",
};
const SURCHARGE_ZH: Readonly<Record<SurchargeCode, string>> = {
  fuel: "燃油附加费",
  peak: "旺季附加费",
  heavy: "超重附加费",
  fragile: "易碎附加费",
  cold: "冷链附加费",
  other: "附加费",
};

/** "11.2 kg counts as 12 kg, zone 3: 8.00 first kg + 11 x 2.00 = 30.00": how a freight came about, part by part. */
export function explainRate(card: RateCard, prices: Prices, facts: RateFacts): string {
  const money = (amount_minor: bigint): string => formatMinor(amount_minor, card.currency);
  const say = ({ what, amount_minor }: RatePart): string => {
    switch (what) {
      case "first":
        return `${money(amount_minor)} first ${card.first_weight_g === 1_000 ? "kg" : `${formatKg(card.first_weight_g)} kg`}`;
      case "steps": {
        const step = card.step_g === 1_000 ? "" : ` per ${formatKg(card.step_g)} kg`;
        return `${facts.steps} x ${money(prices.step_minor)}${step}`;
      }
      case "to_minimum":
        return `${money(amount_minor)} up to the minimum of ${money(card.minimum_minor ?? 0n)}`;
      case "declared":
        return `${money(amount_minor)} insurance`;
      case "fuel":
      case "peak":
      case "heavy":
      case "fragile":
      case "cold":
      case "other":
        return `${money(amount_minor)} ${SURCHARGE_EN[what]}`;
    }
  };
  const volume = facts.by_volume ? " by volume" : "";
  const weight =
    facts.counted_g !== facts.billed_g
      ? `${formatKg(facts.counted_g)} kg${volume} counts as ${formatKg(facts.billed_g)} kg,`
      : `${formatKg(facts.billed_g)} kg${volume}`;
  return `${weight} zone ${facts.zone}: ${facts.parts.map(say).join(" + ")} = ${money(facts.amount_minor)}`;
}

/** Zones of the example cards, which have words for names; those of carriers are numbers or named by whoever entered them. */
const ZONE_ZH: Readonly<Record<string, string>> = {
  near: "近区",
  middle: "中区",
  far: "远区",
  remote: "偏远区",
  pickup: "自提",
};

/** A zone in Chinese: "3 区", "中区". */
export function zoneZh(zone: string): string {
  return ZONE_ZH[zone] ?? `${zone} 区`;
}

/** 「11.2 公斤按 12 公斤计，3 区：首重 1 公斤 8.00 + 续重 11 × 2.00 = 30.00」. */
export function explainRateZh(card: RateCard, prices: Prices, facts: RateFacts): string {
  const money = (amount_minor: bigint): string => formatMinor(amount_minor, card.currency);
  const say = ({ what, amount_minor }: RatePart): string => {
    switch (what) {
      case "first":
        return `首重 ${formatKg(card.first_weight_g)} 公斤 ${money(amount_minor)}`;
      case "steps": {
        const step = card.step_g === 1_000 ? "" : `（每 ${formatKg(card.step_g)} 公斤）`;
        return `续重 ${facts.steps} × ${money(prices.step_minor)}${step}`;
      }
      case "to_minimum":
        return `补足最低运费 ${money(card.minimum_minor ?? 0n)}：${money(amount_minor)}`;
      case "declared":
        return `保价费 ${money(amount_minor)}`;
      case "fuel":
      case "peak":
      case "heavy":
      case "fragile":
      case "cold":
      case "other":
        return `${SURCHARGE_ZH[what]} ${money(amount_minor)}`;
    }
  };
  const volume = facts.by_volume ? "（按体积）" : "";
  const weight =
    facts.counted_g !== facts.billed_g
      ? `${formatKg(facts.counted_g)} 公斤${volume}按 ${formatKg(facts.billed_g)} 公斤计`
      : `${formatKg(facts.billed_g)} 公斤${volume}`;
  return `${weight}，${zoneZh(facts.zone)}：${facts.parts.map(say).join(" + ")} = ${money(facts.amount_minor)}`;
}
