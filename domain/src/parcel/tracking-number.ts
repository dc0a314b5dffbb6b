import { ok, refuse, type Refusal, type Result } from "../shared/result";

/** One shape of a carrier's numbers. */
export interface TrackingRule {
  readonly prefix: string;
  /** Characters in all, prefix included. */
  readonly length: number;
  /** What follows the prefix, as a pattern; anything of capital letters and digits when left out. */
  readonly rest?: string;
  readonly check?: "s10";
}

/** Longer than any number on a label we have seen. */
export const MAX_TRACKING_LENGTH = 40;

export type TrackingRefusal = Refusal<
  "tracking_empty" | "tracking_letters" | "tracking_length" | "tracking_prefix" | "tracking_check_digit"
>;

/**
 * A number as somebody typed or scanned it, in the form that is stored: no blanks or hyphens, capital letters, full-width
 * digits made plain. Refuses, naming the fault, a number that no rule of the carrier takes: wrong length first, then a
 * wrong beginning, then a wrong check digit. Without rules any plain number passes.
 */
export function checkTrackingNumber(rules: readonly TrackingRule[], typed: string): Result<string, TrackingRefusal> {
  const number = typed.normalize("NFKC").replaceAll(/[\s-]/g, "").toUpperCase();
  if (number === "") return refuse("tracking_empty", "There is no tracking number.", "tracking_number");
  if (!/^[A-Z0-9]+$/.test(number) || number.length > MAX_TRACKING_LENGTH) {
    return refuse("tracking_letters", "A tracking number has letters and digits only.", "tracking_number");
  }
  if (rules.length === 0) return ok(number);
  const long = rules.filter((rule) => rule.length === number.length);
  if (long.length === 0) {
    const lengths = [...new Set(rules.map((rule) => rule.length))].sort((a, b) => a - b).join(" or ");
    const message = `The number has ${number.length} characters; this carrier's have ${lengths}.`;
    return refuse("tracking_length", message, "tracking_number");
  }
  const alike = long.filter((rule) => isAlike(rule, number));
  if (alike.length === 0) {
    return refuse("tracking_prefix", "No number of this carrier is written like that.", "tracking_number");
  }
  if (!alike.some((rule) => rule.check === undefined || isS10(number))) {
    return refuse("tracking_check_digit", "The check digit is wrong: one digit was mistyped.", "tracking_number");
  }
  return ok(number);
}

function isAlike(rule: TrackingRule, number: string): boolean {
  const rest = number.slice(rule.prefix.length);
  return number.startsWith(rule.prefix) && (rule.rest === undefined || new RegExp(`^(?:${rule.rest})$`).test(rest));
}

/** Weights of the eight digits of a UPU S10 number. */
const S10_WEIGHTS = [8, 6, 4, 2, 3, 5, 9, 7];

/**
 * Whether a postal number "EE876543216CN" carries the right check digit: 11 - (weighted sum mod 11), where 10 is written 0
 * and 11 is written 5 (UPU standard S10, "Identification of postal items: 13-character identifier"). Our own fifteen lines
 * and not the package ts-tracking-number (ISC, last published in 2024): it brings ramda and the tables of eight American
 * couriers, knows none of China's, and `domain` depends on zod alone.
 */
export function isS10(number: string): boolean {
  const match = /^[A-Z]{2}(\d{8})(\d)[A-Z]{2}$/.exec(number);
  if (match === null) return false;
  const sum = S10_WEIGHTS.reduce((total, weight, index) => total + weight * Number(match[1]![index]), 0);
  const check = 11 - (sum % 11);
  return Number(match[2]) === (check === 10 ? 0 : check === 11 ? 5 : check);
}
