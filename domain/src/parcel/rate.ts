import { dayNumber } from "../shared/dates";
import { roundHalfUpDiv } from "../shared/money";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { volumeOf, type SizeMm } from "./carton";
import { explainRate, explainRateZh } from "./explain-rate";
import { isInForce, zoneOf, type RateCard, type RatedParcel, type Surcharge, type SurchargeCode } from "./rate-card";

/** One part of a freight, in the order it is added. */
export interface RatePart {
  readonly what: "first" | "steps" | "to_minimum" | SurchargeCode | "declared";
  readonly amount_minor: bigint;
}

/** All that a sentence about a rate says. */
export interface RateFacts {
  readonly zone: string;
  /** The greater of gross and volumetric weight. */
  readonly counted_g: number;
  readonly by_volume: boolean;
  /** `counted_g` rounded up to what the card charges for. */
  readonly billed_g: number;
  readonly steps: number;
  readonly parts: readonly RatePart[];
  readonly amount_minor: bigint;
}

export interface RateQuote extends RateFacts {
  /** "11.2 kg counts as 12 kg, zone 3: 8.00 first kg + 11 x 2.00 = 30.00" */
  readonly explained: string;
  /** The same in Chinese. */
  readonly explained_zh: string;
}

export type RateRefusal = Refusal<
  "unknown_zone" | "too_heavy" | "too_large" | "value_too_high" | "no_insurance" | "invalid_weight"
>;
export type RateParcelRefusal = RateRefusal | Refusal<"no_zone" | "not_in_force" | "invalid_date">;

/** What a card prices. Weights in grams, volume in millilitres, sides in millimetres, money in minor units. */
export interface Weighed {
  readonly gross_g: number;
  readonly volume_ml?: number | undefined;
  readonly size_mm?: SizeMm | undefined;
  readonly declared_minor?: bigint | undefined;
  readonly fragile?: boolean | undefined;
  readonly cold?: boolean | undefined;
}

/**
 * What a parcel costs by a card on a day: its zone is found from its place, then as `rate`.
 * Refuses a day the card is not good for, and a place no zone of it covers.
 */
export function rateParcel(parcel: RatedParcel, card: RateCard, date: string): Result<RateQuote, RateParcelRefusal> {
  if (dayNumber(date) === null) return refuse("invalid_date", `"${date}" is not a calendar day.`, "date");
  if (!isInForce(card, date)) {
    return refuse("not_in_force", `The card of ${card.carrier} ${card.service} is not in force on ${date}.`, "date");
  }
  const zone = zoneOf(card, parcel.place);
  if (zone === null) {
    return refuse("no_zone", `${card.carrier} ${card.service} has no rate for ${parcel.place.slice(0, 2)}.`, "place");
  }
  return rate(card, zone, parcel);
}

/**
 * The one formula of freight. first_minor, plus step_minor for every step begun above the first weight; at least the
 * card's minimum; then surcharges, each on that sum; then insurance of the declared value. With a volumetric divisor and
 * a volume (or a size), the weight is the greater of gross and volume_ml * 1000 / divisor. Never falls as weight or
 * volume grow, which the planner relies on. Refuses a zone the card does not have and what is above its limits.
 */
export function rate(card: RateCard, zone: string, weight: Weighed): Result<RateQuote, RateRefusal> {
  const carrier = `${card.carrier} ${card.service}`;
  if (!Number.isSafeInteger(weight.gross_g) || weight.gross_g <= 0) {
    return refuse("invalid_weight", `A parcel weighs whole grams above zero, not ${weight.gross_g}.`, "gross_g");
  }
  const prices = card.zones.find((candidate) => candidate.zone === zone);
  if (prices === undefined) return refuse("unknown_zone", `${carrier} has no zone "${zone}".`, "zone");
  const volumetric_g = volumetricGrams(card, weight);
  const counted_g = Math.max(weight.gross_g, volumetric_g);
  if (counted_g > card.max_weight_g) {
    return refuse("too_heavy", `${counted_g} g is over the ${card.max_weight_g} g that ${carrier} carries.`, "gross_g");
  }
  if (isTooLarge(card, weight.size_mm)) {
    return refuse("too_large", `${carrier} does not take a parcel of ${weight.size_mm?.join(" x ")} mm.`, "size_mm");
  }
  const steps = Math.max(0, Math.ceil((counted_g - card.first_weight_g) / card.step_g));
  const parts: RatePart[] = [{ what: "first", amount_minor: prices.first_minor }];
  if (steps > 0) parts.push({ what: "steps", amount_minor: BigInt(steps) * prices.step_minor });
  const missing_minor = (card.minimum_minor ?? 0n) - sum(parts);
  if (missing_minor > 0n) parts.push({ what: "to_minimum", amount_minor: missing_minor });
  const freight_minor = sum(parts);
  for (const surcharge of card.surcharges ?? []) {
    if (!applies(surcharge, zone, counted_g, weight)) continue;
    const share_minor = roundHalfUpDiv(freight_minor * BigInt(surcharge.bp ?? 0), 10_000n);
    parts.push({ what: surcharge.code, amount_minor: surcharge.amount_minor ?? share_minor });
  }
  if (weight.declared_minor !== undefined && weight.declared_minor > 0n) {
    const insured = insurance(card, weight.declared_minor);
    if (!insured.ok) return insured;
    parts.push({ what: "declared", amount_minor: insured.value });
  }
  const facts: RateFacts = {
    zone,
    counted_g,
    by_volume: volumetric_g > weight.gross_g,
    billed_g: card.first_weight_g + steps * card.step_g,
    steps,
    parts,
    amount_minor: sum(parts),
  };
  // Read by people, not by the planner, which asks for millions of rates: said only when asked for.
  return ok({
    ...facts,
    get explained() {
      return explainRate(card, prices, facts);
    },
    get explained_zh() {
      return explainRateZh(card, prices, facts);
    },
  });
}

function volumetricGrams(card: RateCard, { volume_ml, size_mm }: Weighed): number {
  if (card.volumetric_divisor === undefined) return 0;
  const counted_ml = volume_ml ?? (size_mm === undefined ? 0 : volumeOf(size_mm));
  return Math.ceil((counted_ml * 1_000) / card.volumetric_divisor);
}

function isTooLarge(card: RateCard, size_mm: SizeMm | undefined): boolean {
  if (size_mm === undefined) return false;
  const sides_mm = size_mm[0] + size_mm[1] + size_mm[2];
  return Math.max(...size_mm) > (card.max_side_mm ?? Infinity) || sides_mm > (card.max_sides_mm ?? Infinity);
}

function applies(surcharge: Surcharge, zone: string, counted_g: number, weight: Weighed): boolean {
  if (surcharge.code === "fragile" && weight.fragile !== true) return false;
  if (surcharge.code === "cold" && weight.cold !== true) return false;
  if (surcharge.zones !== undefined && surcharge.zones.length > 0 && !surcharge.zones.includes(zone)) return false;
  return counted_g > (surcharge.above_g ?? 0);
}

function insurance(card: RateCard, value_minor: bigint): Result<bigint, RateRefusal> {
  const { declared } = card;
  const carrier = `${card.carrier} ${card.service}`;
  if (declared === undefined) {
    return refuse("no_insurance", `${carrier} insures nothing: leave the value out.`, "declared_minor");
  }
  if (value_minor > declared.max_minor) {
    return refuse("value_too_high", `The value is more than ${carrier} insures.`, "declared_minor");
  }
  const fee_minor = roundHalfUpDiv(value_minor * BigInt(declared.bp), 10_000n);
  return ok(fee_minor > declared.minimum_minor ? fee_minor : declared.minimum_minor);
}

function sum(parts: readonly RatePart[]): bigint {
  return parts.reduce((total, part) => total + part.amount_minor, 0n);
}
