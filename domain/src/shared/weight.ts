import { ok, refuse, type Refusal, type Result } from "./result";

/** 1 jin (斤), the unit households count in, is 500 g. */
export const GRAMS_PER_JIN = 500;
export const GRAMS_PER_KG = 1000;

export type WeightRefusal = Refusal<"invalid_weight" | "tare_not_below_gross">;

/**
 * net = gross - tare, all in whole grams. Refuses fractions, negatives, and a tare that leaves nothing.
 */
export function netGrams(gross_g: number, tare_g: number): Result<number, WeightRefusal> {
  if (!isGrams(gross_g))
    return refuse("invalid_weight", "The gross weight must be whole grams, not negative.", "gross_g");
  if (!isGrams(tare_g)) return refuse("invalid_weight", "The tare must be whole grams, not negative.", "tare_g");
  if (tare_g >= gross_g) {
    return refuse(
      "tare_not_below_gross",
      `The tare of ${tare_g} g leaves nothing of the gross ${gross_g} g.`,
      "tare_g",
    );
  }
  return ok(gross_g - tare_g);
}

/** A whole, safe, non-negative number of grams. */
export function isGrams(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0;
}

/** Grams as kilograms without float or rounding: 12500 -> "12.5", 39694 -> "39.694", -50 -> "-0.05". */
export function formatKg(grams: number | bigint): string {
  return formatThousandths(grams, 1);
}

/** Grams as jin (斤) without rounding: 12500 -> "25", 39694 -> "79.388". */
export function formatJin(grams: number | bigint): string {
  return formatThousandths(grams, 2);
}

function formatThousandths(grams: number | bigint, times: number): string {
  if (typeof grams === "number" && !Number.isSafeInteger(grams)) {
    throw new RangeError(`grams must be a safe integer, got ${grams}`);
  }
  const scaled = BigInt(grams) * BigInt(times);
  const magnitude = scaled < 0n ? -scaled : scaled;
  const fraction = (magnitude % 1000n).toString().padStart(3, "0").replace(/0+$/, "");
  return `${scaled < 0n ? "-" : ""}${magnitude / 1000n}${fraction === "" ? "" : `.${fraction}`}`;
}
