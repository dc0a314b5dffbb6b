import { z } from "zod";
import { currencyDigits } from "./money";
import type { Refusal } from "./result";

/** Minor units at most: 18 digits fit the database's bigint, and nothing we sell costs more. */
export const MAX_AMOUNT_MINOR = 10n ** 18n;

/** A non-negative amount in minor units: an integer up to 2^53, a bigint, or its digits as text. Parses to bigint. */
export const minorSchema = z
  .union([z.int().nonnegative(), z.bigint().nonnegative(), z.string().regex(/^\d{1,19}$/, "digits only")])
  .transform((amount) => BigInt(amount))
  .refine((amount) => amount <= MAX_AMOUNT_MINOR, "is more than any amount can be");

/**
 * The code of a currency as people and files give it to us: three capitals, so that "cny" and "CNY" are never two currencies in
 * anybody's books. (Medusa's own lower case is read where it comes in.) Whether we know it is said by `minorDigits`.
 */
export const currencySchema = z.string().regex(/^[A-Z]{3}$/, "is a currency in capitals, such as CNY");

const FRACTION = /^-?\d{1,19}\.(\d{1,19})$/;

/**
 * What is wrong with an amount of minor units that has a fraction, in both languages and with the decimals of its currency; undefined
 * where it is none. 12.34 in CNY: "is no whole number of minor units: CNY has 2 decimals, so 12.34 CNY is written 1234".
 */
export function fractionWords(amount: unknown, currency: unknown): { en: string; zh: string } | undefined {
  const fraction = FRACTION.exec(typeof amount === "number" || typeof amount === "string" ? String(amount) : "")?.[1];
  const digits = typeof currency === "string" ? currencyDigits(currency) : undefined;
  if (fraction === undefined || digits === undefined) return undefined;
  const given = String(amount);
  const whole = given.slice(0, -fraction.length - 1);
  const kept = digits === 0 ? whole : `${whole}.${fraction.slice(0, digits).padEnd(digits, "0")}`;
  const minor = BigInt(kept.replace(".", ""));
  return {
    en: `${given} is no whole number of minor units: ${decimalsOf(String(currency), digits).en}, so ${kept} ${String(currency)} is written ${minor}`,
    zh: `${given} 不是整数的最小单位：${decimalsOf(String(currency), digits).zh}，${kept} ${String(currency)} 写作 ${minor}`,
  };
}

/** "CNY has 2 decimals", "JPY has no decimals". */
function decimalsOf(currency: string, digits: number): { en: string; zh: string } {
  return digits === 0
    ? { en: `${currency} has no decimals`, zh: `${currency} 没有小数` }
    : { en: `${currency} has ${digits} decimals`, zh: `${currency} 有 ${digits} 位小数` };
}

/** A refusal of `parseInput` of what has one currency: of an amount with a fraction it says the currency's decimals. */
export function sayFraction<R extends Refusal>(refusal: R, input: unknown): R {
  const path = refusal.field?.split(".") ?? [];
  const at = (of: unknown, key: string): unknown =>
    typeof of === "object" && of !== null ? (of as Record<string, unknown>)[key] : undefined;
  const said = fractionWords(path.reduce(at, input), at(input, "currency"));
  if (said === undefined || refusal.field === undefined) return refusal;
  const { field } = refusal;
  const [en, zh] = [`${field}: ${said.en}.`, `${field}：${said.zh}。`];
  return { ...refusal, message: en, details: { said: { en, zh } } };
}
