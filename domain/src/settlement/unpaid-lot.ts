import type { WhyText } from "../pool/explain-words";
import type { PriceMode } from "./price-mode";

/** Why a lot that filled a line has no row of money on it; each has its words. */
export const NOTHING_REASONS = ["nothing_left", "price_zero", "no_weight", "under_minor"] as const;
export type NothingReason = (typeof NOTHING_REASONS)[number];
/** `price_pool`: its share is not lost, it comes when the price pool closes. `returned`: it is goods of a claim, and no household's. */
export type UnpaidLotReason = NothingReason | "price_pool" | "returned";

export interface UnpaidLot {
  readonly price_mode: PriceMode;
  /** Goods that came back by a claim. */
  readonly returned: boolean;
  readonly grams: number;
  /** On the weigh ticket, where the price is fixed. */
  readonly price_minor: bigint | null;
}

/** Why this lot got nothing of a line that left `left_minor` to the lots priced by sale, in minor units. */
export function whyUnpaid(lot: UnpaidLot, left_minor: bigint): UnpaidLotReason {
  if (lot.returned) return "returned";
  if (lot.price_mode === "pool_average") return "price_pool";
  if (lot.price_mode === "fixed" && lot.price_minor === 0n) return "price_zero";
  if (lot.price_mode === "by_sale" && left_minor === 0n) return "nothing_left";
  return lot.grams === 0 ? "no_weight" : "under_minor";
}

const WORDS: Readonly<Record<NothingReason, WhyText>> = {
  nothing_left: {
    zh: "买家付的钱退回和扣除以后没有剩下，所以这批货在这一单得 0。",
    en: "After refunds and deductions nothing was left of what the buyer paid, so these goods earned 0 on this order.",
  },
  price_zero: {
    zh: "收货时定的价是 0，所以这批货得 0。",
    en: "The price fixed at weigh-in is 0, so these goods earned 0.",
  },
  no_weight: {
    zh: "这一单没有用到这批货的重量，所以得 0。",
    en: "None of the weight of these goods is in this order, so they earned 0.",
  },
  under_minor: {
    zh: "这批货分到的不到最小的钱，所以得 0。",
    en: "The part of these goods is less than the smallest coin, so they earned 0.",
  },
};

/** In a sentence why a lot earned nothing; undefined for a rule that is none of these. */
export function nothingWords(rule: string): WhyText | undefined {
  return NOTHING_REASONS.find((one) => one === rule) && WORDS[rule as NothingReason];
}
