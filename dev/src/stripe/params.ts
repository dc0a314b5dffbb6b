import { invalid, missing } from "./errors.js";
import type { Param, Params } from "./types.js";

/** Stripe's largest amount: eight digits of the minor unit. */
export const MAX_AMOUNT = 99_999_999;

/** Smallest charge per currency in minor units, where Stripe publishes one. */
const MIN_CHARGE: Record<string, number> = {
  usd: 50,
  eur: 50,
  gbp: 30,
  cad: 50,
  aud: 50,
  nzd: 50,
  sgd: 50,
  chf: 50,
  jpy: 50,
  hkd: 400,
};

/** Absent and empty text are both "not given": the SDK sends null as empty text. */
export function optText(params: Params, name: string): string | null {
  const value = params[name];
  if (value === undefined || value === "") return null;
  if (typeof value !== "string") throw invalid(`Invalid string: ${name}`, name);
  return value;
}

export function text(params: Params, name: string): string {
  const value = optText(params, name);
  if (value === null) throw missing(name);
  return value;
}

export function optInt(params: Params, name: string): number | null {
  const value = optText(params, name);
  if (value === null) return null;
  if (!/^-?\d{1,15}$/.test(value)) throw invalid(`Invalid integer: ${value}`, name, "parameter_invalid_integer");
  return Number(value);
}

export function optAmount(params: Params, name: string): number | null {
  const value = optInt(params, name);
  if (value === null) return null;
  if (value < 1) throw invalid("This value must be greater than or equal to 1.", name, "parameter_invalid_integer");
  if (value > MAX_AMOUNT) throw invalid("Amount must be no more than 99999999.", name, "amount_too_large");
  return value;
}

export function amount(params: Params, name = "amount"): number {
  const value = optAmount(params, name);
  if (value === null) throw missing(name);
  return value;
}

export function checkMinimumCharge(value: number, currencyCode: string): void {
  const least = MIN_CHARGE[currencyCode] ?? 1;
  if (value < least) {
    throw invalid(`Amount must be at least ${least} ${currencyCode} (minor units).`, "amount", "amount_too_small");
  }
}

export function currency(params: Params): string {
  const value = text(params, "currency").toLowerCase();
  if (!/^[a-z]{3}$/.test(value)) throw invalid(`Invalid currency: ${value}.`, "currency");
  return value;
}

export function optBool(params: Params, name: string): boolean | null {
  const value = optText(params, name);
  if (value === null) return null;
  if (value !== "true" && value !== "false") throw invalid(`Invalid boolean: ${value}`, name);
  return value === "true";
}

export function optMap(params: Params, name: string): Params | null {
  const value = params[name];
  if (value === undefined || value === "") return null;
  if (typeof value !== "object" || Array.isArray(value)) throw invalid(`Invalid hash: ${name}`, name);
  return value;
}

export function list(params: Params, name: string): string[] {
  const value: Param | undefined = params[name];
  if (value === undefined || value === "") return [];
  const items = Array.isArray(value) ? value : typeof value === "object" ? Object.values(value) : [value];
  return items.map((item) => {
    if (typeof item !== "string") throw invalid(`Invalid array: ${name}`, name);
    return item;
  });
}

export function choice<T extends string>(params: Params, name: string, allowed: readonly T[]): T | null {
  const value = optText(params, name);
  if (value === null) return null;
  const found = allowed.find((item) => item === value);
  if (!found) throw invalid(`Invalid ${name}: must be one of ${allowed.join(", ")}`, name);
  return found;
}

/** Stripe merges metadata; an empty value deletes its key, an empty `metadata` deletes them all. */
export function mergeMetadata(before: Record<string, string>, params: Params): Record<string, string> {
  if (params.metadata === "") return {};
  const given = optMap(params, "metadata");
  if (!given) return before;
  const after = { ...before };
  for (const [key, value] of Object.entries(given)) {
    if (typeof value !== "string") throw invalid("Metadata values must be strings.", `metadata[${key}]`);
    if (key.length > 40) throw invalid("Metadata keys can have up to 40 characters.", "metadata");
    if (value.length > 500) throw invalid("Metadata values can have up to 500 characters.", `metadata[${key}]`);
    if (value === "") delete after[key];
    else after[key] = value;
  }
  if (Object.keys(after).length > 50) throw invalid("Metadata can have up to 50 keys.", "metadata");
  return after;
}

export type AddressBody = {
  city: string | null;
  country: string | null;
  line1: string | null;
  line2: string | null;
  postal_code: string | null;
  state: string | null;
};

export function address(params: Params | null): AddressBody {
  const from = params ?? {};
  return {
    city: optText(from, "city"),
    country: optText(from, "country"),
    line1: optText(from, "line1"),
    line2: optText(from, "line2"),
    postal_code: optText(from, "postal_code"),
    state: optText(from, "state"),
  };
}
