import { z } from "zod";
import { dayNumber } from "../../shared/dates";
import { roundHalfUpDiv } from "../../shared/money";
import { minorSchema } from "../../shared/money-schema";
import { compareText } from "../../shared/order";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { FULL_BP } from "../../settlement/waterfall";

/**
 * How goods of one destination travel. An assumption, not a measure: roads are longer than the straight line by about 1.3 in studies of
 * road networks; where hills or rivers say otherwise, a rate has its own.
 */
export const USUAL_ROAD_BP = 13_000;
/** A truck with one driver, loading and rests counted. An assumption; a rate has its own. */
export const USUAL_KM_A_DAY = 500;
/** More trucks for one order are a season, not a delivery. */
export const MAX_TRUCKS = 100;

const day = z.string().refine((text) => dayNumber(text) !== null, "is not a calendar day like 2026-11-26");

/** What a truck costs a cooperative. Money in minor units of the currency, for one truck. */
export const truckRateSchema = z
  .strictObject({
    name: z.string().trim().min(1).max(60),
    currency: z.string().regex(/^[A-Z]{3}$/, "is a currency in capitals, such as CNY"),
    /** What one truck takes, gross. */
    capacity_kg: z.int().positive().max(100_000),
    capacity_pallets: z.int().positive().max(100),
    base_minor: minorSchema,
    per_km_minor: minorSchema,
    minimum_minor: minorSchema,
    /** Road over straight line, in basis points: 13,000 is 1.3. */
    road_bp: z.int().min(FULL_BP).max(50_000).default(USUAL_ROAD_BP),
    km_a_day: z.int().positive().max(2_000).default(USUAL_KM_A_DAY),
    /** Two-digit codes; empty: all. */
    provinces: z
      .array(z.string().regex(/^\d{2}$/, "a province code has two digits"))
      .max(40)
      .default([]),
    valid_from: day,
    /** Its last day; left out: open. */
    valid_to: day.optional(),
  })
  .refine((rate) => rate.valid_from <= (rate.valid_to ?? "9999-12-31"), {
    path: ["valid_to"],
    message: "the last day is before the first",
  })
  .refine((rate) => new Set(rate.provinces).size === rate.provinces.length, {
    path: ["provinces"],
    message: "a province is listed twice",
  });
export type TruckRate = z.output<typeof truckRateSchema>;

/** The rates that price a day ("2026-11-26"): of each name the one that came into force last, unless its last day is over. */
export function truckRatesInForce<
  Rate extends Pick<TruckRate, "name" | "valid_from"> & { valid_to?: string | null | undefined },
>(rates: readonly Rate[], date: string): Rate[] {
  const newest = new Map<string, Rate>();
  for (const rate of rates) {
    const known = newest.get(rate.name);
    if (rate.valid_from <= date && (known === undefined || rate.valid_from > known.valid_from))
      newest.set(rate.name, rate);
  }
  return [...newest.values()]
    .filter((rate) => date <= (rate.valid_to ?? "9999-12-31"))
    .sort((a, b) => compareText(a.name, b.name));
}

/** Whole kilometres by road for whole kilometres as the crow flies: `round_half_up(km * road_bp / 10000)`, at least one. */
export function roadKilometres(straight_km: number, road_bp: number): number {
  return Math.max(1, Number(roundHalfUpDiv(BigInt(straight_km) * BigInt(road_bp), BigInt(FULL_BP))));
}

/** What is to be carried: grams with boxes and pallets, and pallets. */
export interface TruckLoad {
  readonly gross_g: number;
  readonly pallets: number;
}

/** What a load costs by a rate, in minor units, and how long it takes. */
export interface TruckCarriage {
  readonly road_km: number;
  readonly trucks: number;
  /** Of one truck. */
  readonly truck_minor: bigint;
  /** Of all of them. */
  readonly freight_minor: bigint;
  readonly days: number;
}

/**
 * One load to one place. A truck costs `max(minimum, base + per_km * road_km)`, and there are as many as weight and pallets need, rounded up;
 * every one is paid as a whole. Days: road_km over km_a_day, rounded up. Refuses a province the rate does not go to, and more than a hundred
 * trucks. Throws on a load of nothing: that is a bug.
 */
export function truckCarriage(
  load: TruckLoad,
  rate: Omit<TruckRate, "valid_from" | "valid_to" | "name" | "currency">,
  to: { readonly straight_km: number; readonly province_code: string },
): Result<TruckCarriage, Refusal<"truck_goes_not_there" | "too_many_trucks">> {
  if (!(load.gross_g > 0) || !(load.pallets > 0)) throw new RangeError("a truck carries something");
  if (rate.provinces.length > 0 && !rate.provinces.includes(to.province_code))
    return refuse("truck_goes_not_there", "This truck does not go to that province. Choose another, or send parcels.");
  const by_weight = Math.ceil(load.gross_g / (rate.capacity_kg * 1_000));
  const trucks = Math.max(by_weight, Math.ceil(load.pallets / rate.capacity_pallets));
  if (trucks > MAX_TRUCKS)
    return refuse(
      "too_many_trucks",
      `This would be ${trucks} trucks; at most ${MAX_TRUCKS} go for one quote. Divide it.`,
    );
  const road_km = roadKilometres(to.straight_km, rate.road_bp);
  const driven = rate.base_minor + rate.per_km_minor * BigInt(road_km);
  const truck_minor = driven > rate.minimum_minor ? driven : rate.minimum_minor;
  return ok({
    road_km,
    trucks,
    truck_minor,
    freight_minor: truck_minor * BigInt(trucks),
    days: Math.ceil(road_km / rate.km_a_day),
  });
}
