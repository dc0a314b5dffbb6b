import { z } from "zod";
import { formatMinor } from "../shared/money";
import { minorSchema } from "../shared/money-schema";
import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { formatKg } from "../shared/weight";

/** First two digits of an administrative code: 51 Sichuan, 44 Guangdong. */
const provinceCode = z.string().regex(/^\d{2}$/, "a province code has two digits");

/** A carrier's prices: a first weight, then steps, by zone. Weights in grams, prices in minor units. */
export const rateCardSchema = z
  .strictObject({
    carrier: z.string().min(1).max(100),
    service: z.string().min(1).max(100),
    currency: z.string(),
    first_weight_g: z.int().positive(),
    step_g: z.int().positive(),
    zones: z.array(
      z.strictObject({
        zone: z.string().min(1).max(100),
        provinces: z.array(provinceCode),
        first_minor: minorSchema,
        step_minor: minorSchema,
      }),
    ),
    /** Millilitres (cubic centimetres) that count as one kilogram, such as 6000 or 8000. */
    volumetric_divisor: z.int().positive().optional(),
    max_weight_g: z.int().positive(),
    /** Declared value of one parcel at most. */
    max_value_minor: minorSchema.optional(),
  })
  .refine((card) => isUnique(card.zones.map((zone) => zone.zone)), "a zone is listed twice")
  .refine((card) => isUnique(card.zones.flatMap((zone) => zone.provinces)), "a province is in two zones");

export type RateCardInput = z.input<typeof rateCardSchema>;
export type RateCard = z.output<typeof rateCardSchema>;

export interface RateQuote {
  readonly zone: string;
  /** The greater of gross and volumetric weight, rounded up to what the card charges for. */
  readonly billed_g: number;
  readonly amount_minor: bigint;
  /** "12 kg zone 3: 8.00 first kg + 11 x 2.00" */
  readonly explained: string;
}

export type RateRefusal = Refusal<"unknown_zone" | "too_heavy" | "invalid_weight">;

/** The zone of a province (two-digit code, or any longer administrative code of a place in it), or null. */
export function zoneOf(card: RateCard, province_code: string): string | null {
  const province = province_code.slice(0, 2);
  return card.zones.find((zone) => zone.provinces.includes(province))?.zone ?? null;
}

/**
 * What one parcel costs by the card: first_minor, plus step_minor for every step begun above the first weight. With a
 * volumetric divisor and a volume, the weight is the greater of gross and volume_ml * 1000 / divisor.
 * Refuses a zone the card does not have and a weight above its limit.
 */
export function rate(
  card: RateCard,
  zone: string,
  weight: { readonly gross_g: number; readonly volume_ml?: number },
): Result<RateQuote, RateRefusal> {
  if (!Number.isSafeInteger(weight.gross_g) || weight.gross_g <= 0) {
    return refuse("invalid_weight", `A parcel weighs whole grams above zero, not ${weight.gross_g}.`, "gross_g");
  }
  const prices = card.zones.find((candidate) => candidate.zone === zone);
  if (prices === undefined) {
    return refuse("unknown_zone", `${card.carrier} ${card.service} has no zone "${zone}".`, "zone");
  }
  const volumetric_g =
    card.volumetric_divisor === undefined ? 0 : Math.ceil(((weight.volume_ml ?? 0) * 1000) / card.volumetric_divisor);
  const counted_g = Math.max(weight.gross_g, volumetric_g);
  if (counted_g > card.max_weight_g) {
    const message = `${counted_g} g is over the ${card.max_weight_g} g that ${card.carrier} ${card.service} carries.`;
    return refuse("too_heavy", message, "gross_g");
  }
  const steps = Math.max(0, Math.ceil((counted_g - card.first_weight_g) / card.step_g));
  const billed_g = card.first_weight_g + steps * card.step_g;
  const first = card.first_weight_g === 1000 ? "kg" : `${formatKg(card.first_weight_g)} kg`;
  const more = steps === 0 ? "" : ` + ${steps} x ${formatMinor(prices.step_minor, card.currency)}`;
  const volumetric = volumetric_g > weight.gross_g ? " by volume" : "";
  return ok({
    zone,
    billed_g,
    amount_minor: prices.first_minor + BigInt(steps) * prices.step_minor,
    explained: `${formatKg(billed_g)} kg${volumetric} zone ${zone}: ${formatMinor(prices.first_minor, card.currency)} first ${first}${more}`,
  });
}

function isUnique(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}
