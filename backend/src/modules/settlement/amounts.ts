import { minorDigits } from "@commonlot/domain";
import { notAllowed } from "./refusals";

/** A whole amount as callers may hold it; Postgres hands bigints over as text. */
export type Whole = bigint | number | string;

/** A whole amount of at least zero as bigint; a fraction, a negative or a text that is no number is refused. */
export function toWhole(value: Whole, name: string): bigint {
  const text = typeof value === "number" && !Number.isSafeInteger(value) ? "" : String(value);
  if (!/^\d{1,18}$/.test(text)) throw notAllowed("invalid_amount", `${name} must be a whole number of at least zero.`);
  return BigInt(text);
}

/** A stored bigint as a JSON number. Throws beyond 2^53: a rounded amount of money must never leave the house. */
export function safeNumber(value: Whole): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is not a safe integer`);
  return number;
}

/** The code of a currency we know, in capitals: Medusa writes "cny", the ledger "CNY". */
export function currencyCode(currency: string): string {
  const known = minorDigits(currency);
  if (!known.ok) throw notAllowed(known.refusal.reason, known.refusal.message);
  return currency.toUpperCase();
}
