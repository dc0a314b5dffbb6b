import { formatJin, formatKg } from "../shared/weight";

/** One sentence in both languages of the house. */
export interface WhyText {
  readonly en: string;
  readonly zh: string;
}

/** What the numbers count: a pool is kept in grams or in pieces. */
export type PoolUnit = "g" | "piece";

/** An amount of a pool in both languages, jin beside the Chinese kilograms. */
export function amountText(units: number, unit: PoolUnit): WhyText {
  return { en: en(units, unit), zh: zh(units, unit) };
}

/** "52 of the 2,620 kg": the unit once. */
export function ofTotal(part_g: number, total_g: number | bigint, unit: PoolUnit): string {
  const part = unit === "g" ? formatKg(part_g) : String(part_g);
  return `${grouped(part)} of the ${en(total_g, unit)}`;
}

export function en(grams: number | bigint, unit: PoolUnit, language: "en" | "zh" = "en"): string {
  const amount = grouped(unit === "g" ? formatKg(grams) : String(grams));
  if (language === "zh") return `${amount}${unit === "g" ? "公斤" : "个"}`;
  return `${amount} ${unit === "g" ? "kg" : BigInt(grams) === 1n ? "piece" : "pieces"}`;
}

/** Kilograms with jin beside them, as households count. */
export function zh(grams: number, unit: PoolUnit): string {
  return unit === "g" ? `${en(grams, unit, "zh")}(${grouped(formatJin(grams))}斤)` : en(grams, unit, "zh");
}

function grouped(decimal: string): string {
  const [whole = "", fraction] = decimal.split(".");
  const groups = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return fraction === undefined ? groups : `${groups}.${fraction}`;
}

/** Millionths to two decimals; never "1.00" for less than one, never "0.00" for more than none. */
export function hundredths(ppm: number): string {
  const rounded = Math.min(99, Math.max(1, Math.round(ppm / 10_000)));
  return `0.${String(rounded).padStart(2, "0")}`;
}
