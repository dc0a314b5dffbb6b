import { z } from "zod";
import { dayNumber } from "../shared/dates";
import { minorSchema } from "../shared/money-schema";
import { compareText } from "../shared/order";
import { sizeSchema } from "./carton";

/** First two digits of an administrative code: 51 Sichuan, 44 Guangdong. */
const provinceCode = z.string().regex(/^\d{2}$/, "a province code has two digits");
/** ISO 3166-1: KR, JP. */
const countryCode = z.string().regex(/^[A-Z]{2}$/, "a country code has two capital letters");
const day = z.string().refine((text) => dayNumber(text) !== null, "is not a calendar day like 2026-11-26");

export const SURCHARGE_CODES = ["fuel", "peak", "heavy", "fragile", "cold", "other"] as const;
export type SurchargeCode = (typeof SURCHARGE_CODES)[number];

/**
 * What is added to the freight of a parcel: an amount, or basis points of the freight before surcharges (rounded half
 * up). `fragile` and `cold` count for such parcels only; `above_g` for those that count as heavier; `zones` for those zones.
 */
const surchargeSchema = z
  .strictObject({
    code: z.enum(SURCHARGE_CODES),
    amount_minor: minorSchema.optional(),
    bp: z.int().positive().max(100_000).optional(),
    above_g: z.int().positive().optional(),
    zones: z.array(z.string().min(1).max(100)).optional(),
  })
  .refine(
    (surcharge) => (surcharge.amount_minor === undefined) !== (surcharge.bp === undefined),
    "a surcharge is an amount or a share of the freight, one of them",
  );
export type Surcharge = z.output<typeof surchargeSchema>;

/** Insurance of what is inside: basis points of the value said, at least so much, and no value above the limit. */
const declaredSchema = z.strictObject({
  bp: z.int().nonnegative().max(10_000),
  minimum_minor: minorSchema,
  max_minor: minorSchema,
});

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
        /** Countries, for a zone abroad. */
        countries: z.array(countryCode).optional(),
        first_minor: minorSchema,
        step_minor: minorSchema,
      }),
    ),
    /** Millilitres (cubic centimetres) that count as one kilogram, such as 6000 or 8000. */
    volumetric_divisor: z.int().positive().optional(),
    max_weight_g: z.int().positive(),
    /** Declared value of one parcel at most. */
    max_value_minor: minorSchema.optional(),
    /** The longest side, and length + width + height, of a parcel that is taken. */
    max_side_mm: z.int().positive().optional(),
    max_sides_mm: z.int().positive().optional(),
    /** The least freight of a parcel, before surcharges. */
    minimum_minor: minorSchema.optional(),
    surcharges: z.array(surchargeSchema).max(20).optional(),
    declared: declaredSchema.optional(),
    /** First and last day it is good for; open where left out. */
    valid_from: day.optional(),
    valid_to: day.optional(),
  })
  .refine((card) => isUnique(card.zones.map((zone) => zone.zone)), "a zone is listed twice")
  .refine((card) => isUnique(card.zones.flatMap((zone) => zone.provinces)), "a province is in two zones")
  .refine((card) => isUnique(card.zones.flatMap((zone) => zone.countries ?? [])), "a country is in two zones")
  .refine((card) => (card.valid_from ?? "") <= (card.valid_to ?? "9999-12-31"), "the last day is before the first")
  .refine((card) => {
    const zones = new Set(card.zones.map((zone) => zone.zone));
    return (card.surcharges ?? []).every((surcharge) => (surcharge.zones ?? []).every((zone) => zones.has(zone)));
  }, "a surcharge names a zone that the card does not have");

export type RateCardInput = z.input<typeof rateCardSchema>;
export type RateCard = z.output<typeof rateCardSchema>;

/** A parcel as a rate looks at it. */
export const ratedParcelSchema = z.strictObject({
  /** Where it goes: an administrative code of 2 to 12 digits, or a country's two letters. */
  place: z.string().regex(/^(\d{2,12}|[A-Z]{2})$/, "a place is an administrative code or a country code"),
  gross_g: z.int().positive(),
  volume_ml: z.int().nonnegative().optional(),
  /** Outside. Gives the volume when that is left out. */
  size_mm: sizeSchema.optional(),
  declared_minor: minorSchema.optional(),
  fragile: z.boolean().optional(),
  cold: z.boolean().optional(),
});
export type RatedParcel = z.output<typeof ratedParcelSchema>;

/**
 * The zone of a place on a card: a province by the first two digits of any administrative code in it, a country by its
 * two letters. Null where the carrier does not go.
 */
export function zoneOf(card: RateCard, place: string): string | null {
  const province = place.slice(0, 2);
  const here = card.zones.find((zone) => zone.provinces.includes(province) || zone.countries?.includes(place) === true);
  return here?.zone ?? null;
}

/** Whether a card is good for a day ("2026-11-26"). */
export function isInForce(card: Pick<RateCard, "valid_from" | "valid_to">, date: string): boolean {
  return (card.valid_from ?? "") <= date && date <= (card.valid_to ?? "9999-12-31");
}

/**
 * The cards that price a day: of each carrier, service and currency the one that came into force last. A newer card
 * supersedes an older one from its first day, whatever last day the older one says.
 */
export function cardsInForce<
  Card extends Pick<RateCard, "carrier" | "service" | "currency" | "valid_from" | "valid_to">,
>(cards: readonly Card[], date: string): Card[] {
  const newest = new Map<string, Card>();
  for (const card of cards) {
    if ((card.valid_from ?? "") > date) continue;
    const key = JSON.stringify([card.carrier, card.service, card.currency.toUpperCase()]);
    const known = newest.get(key);
    if (known === undefined || (card.valid_from ?? "") > (known.valid_from ?? "")) newest.set(key, card);
  }
  return [...newest.values()]
    .filter((card) => isInForce(card, date))
    .sort((a, b) => compareText(a.carrier, b.carrier) || compareText(a.service, b.service));
}

function isUnique(texts: readonly string[]): boolean {
  return new Set(texts).size === texts.length;
}
