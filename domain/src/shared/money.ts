import { ok, refuse, type Refusal, type Result } from "./result";

// ISO 4217 decimals. Only currencies we would take: an unknown one is refused rather than guessed at 2,
// because a wrong guess is a factor of 100 in somebody's money.
const TWO_DECIMALS =
  "AED AUD BDT BGN BRL CAD CHF CNY COP CZK DKK EGP ETB EUR GBP GHS HKD HUF IDR ILS INR KES LKR MAD MOP MXN MYR NGN NOK NPR NZD PEN PHP PKR PLN QAR RON RUB SAR SEK SGD THB TRY TWD TZS UAH USD UYU ZAR";
const NO_DECIMALS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF";
const THREE_DECIMALS = "BHD IQD JOD KWD LYD OMR TND";

const DIGITS: ReadonlyMap<string, number> = new Map<string, number>([
  ...NO_DECIMALS.split(" ").map((code) => [code, 0] as const),
  ...TWO_DECIMALS.split(" ").map((code) => [code, 2] as const),
  ...THREE_DECIMALS.split(" ").map((code) => [code, 3] as const),
]);

/** More digits than any real amount has; a longer text is a mistake or an attack on the parser. */
export const MAX_AMOUNT_TEXT_LENGTH = 64;

export type MoneyRefusal = Refusal<"unknown_currency" | "invalid_amount">;

/**
 * Decimals of a currency: CNY 2, JPY 0, KWD 3. Takes the code in either case (Medusa writes "cny").
 * Refuses a currency that is not in our ISO 4217 table.
 */
export function minorDigits(currency: string): Result<number, MoneyRefusal> {
  const digits = DIGITS.get(currency.toUpperCase());
  if (digits === undefined) {
    return refuse("unknown_currency", `"${currency}" is not a currency we know.`, "currency");
  }
  return ok(digits);
}

/** Decimals of a currency we know; undefined for another text. */
export function currencyDigits(currency: string): number | undefined {
  return DIGITS.get(currency.toUpperCase());
}

/**
 * numerator / denominator to the nearest integer, halves away from zero, so that a refund (negative) rounds to
 * exactly the opposite of its charge. Throws on a denominator that is not positive: that is a bug, not an input.
 */
export function roundHalfUpDiv(numerator: bigint, denominator: bigint): bigint {
  if (denominator <= 0n) throw new RangeError(`roundHalfUpDiv needs a positive denominator, got ${denominator}`);
  const magnitude = numerator < 0n ? -numerator : numerator;
  const rounded = (2n * magnitude + denominator) / (2n * denominator);
  return numerator < 0n ? -rounded : rounded;
}

/**
 * Minor units as plain decimals, no grouping, no symbol: (113477n, "CNY") -> "1134.77", (7n, "JPY") -> "7".
 * Throws on an unknown currency: whoever holds minor units has already passed `minorDigits`.
 */
export function formatMinor(amount_minor: bigint, currency: string): string {
  const digits = digitsOrThrow(currency);
  const text = (amount_minor < 0n ? -amount_minor : amount_minor).toString().padStart(digits + 1, "0");
  const whole = text.slice(0, text.length - digits);
  const sign = amount_minor < 0n ? "-" : "";
  return digits === 0 ? `${sign}${whole}` : `${sign}${whole}.${text.slice(-digits)}`;
}

/**
 * A typed amount to minor units, without rounding: ("12.34", "CNY") -> 1234n. Refuses more decimals than the
 * currency has, exponents, spaces and grouping: a person typed it, so a doubt is asked back.
 */
export function parseMinor(text: string, currency: string): Result<bigint, MoneyRefusal> {
  const digits = minorDigits(currency);
  if (!digits.ok) return digits;
  const match = text.length <= MAX_AMOUNT_TEXT_LENGTH ? /^(-?)(\d+)(?:\.(\d+))?$/.exec(text) : null;
  const fraction = match?.[3] ?? "";
  const code = currency.toUpperCase();
  const decimals = digits.value === 0 ? "no decimals" : `at most ${digits.value} decimals`;
  if (match === null)
    return refuse(
      "invalid_amount",
      `"${text.slice(0, MAX_AMOUNT_TEXT_LENGTH)}" is not an amount in ${code}, which has ${decimals}.`,
    );
  if (fraction.length > digits.value) {
    return refuse("invalid_amount", `"${text}" has ${fraction.length} decimals; ${code} has ${decimals}.`);
  }
  const magnitude = BigInt(`${match[2]}${fraction.padEnd(digits.value, "0")}`);
  return ok(match[1] === "-" ? -magnitude : magnitude);
}

/**
 * Medusa's decimal amount (major units, number or text: 86, "86.005", 1e-7) to minor units, rounded exactly once,
 * half away from zero, at our edge. A number is read by its shortest decimal form, so 1.005 is 1.005 and not
 * 1.00499. Refuses what is not finite or not a number, and unknown currencies.
 */
export function toMinor(amount: number | string, currency: string): Result<bigint, MoneyRefusal> {
  const digits = minorDigits(currency);
  if (!digits.ok) return digits;
  const text = typeof amount === "number" ? String(amount) : amount.trim();
  const match =
    text.length <= MAX_AMOUNT_TEXT_LENGTH ? /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]?\d{1,3}))?$/i.exec(text) : null;
  if (match === null) {
    return refuse("invalid_amount", `"${text.slice(0, MAX_AMOUNT_TEXT_LENGTH)}" is not a finite decimal amount.`);
  }
  const [, sign, whole = "0", fraction = "", exponent = "0"] = match;
  const scale = BigInt(digits.value) + BigInt(exponent) - BigInt(fraction.length);
  const unscaled = BigInt(`${sign}${whole}${fraction}`);
  return ok(scale >= 0n ? unscaled * 10n ** scale : roundHalfUpDiv(unscaled, 10n ** -scale));
}

/**
 * Medusa's decimal amounts, each to minor units by itself, as each line of an invoice is written, and then their sum: two lines of tax of
 * 1.005 CNY are 1.01 each and 2.02, and not 2.01. Refuses what `toMinor` refuses.
 */
export function sumMinor(amounts: readonly (number | string)[], currency: string): Result<bigint, MoneyRefusal> {
  let sum = 0n;
  for (const amount of amounts) {
    const minor = toMinor(amount, currency);
    if (!minor.ok) return minor;
    sum += minor.value;
  }
  return ok(sum);
}

function digitsOrThrow(currency: string): number {
  const digits = minorDigits(currency);
  if (!digits.ok) throw new RangeError(digits.refusal.message);
  return digits.value;
}
