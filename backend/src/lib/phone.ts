import type { Refusal } from "@commonlot/domain";
import {
  isSupportedCountry,
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/max";

/** Where a number without a country's code is dialled. */
const HOME = "CN";
/** Longest text that is looked at: a number with its country, spaces and an extension. */
const MAX_TYPED = 40;
const PLAIN_MOBILE = /^(?:\+86)?1[3-9]\d{9}$/;
/** Beginnings of mobile numbers that are all given out; of others the library knows which are. */
const GIVEN_OUT = /^(?:\+86)?1(?:[38]\d|5[0-35-9])\d{8}$/;
/** Marks without a look of their own, as they come with a number that is copied from an address book. */
const UNSEEN = /\p{Cf}/gu;

/**
 * A phone number as it is kept, "+8613800138000", from how people write it ("138 0013 8000", "０１３８…", "+86-138…").
 * Undefined for what cannot be a number, and for a number with a name, letters or markup around it: who dials would get those as well.
 * Short of the length, that is: see `isDialled` for numbers that exist.
 */
export function normalPhone(typed: string): string | undefined {
  return parse(typed)?.number;
}

/** Whether such a number is given out at all: asked for numbers that people type, where a wrong digit is likely. */
export function isDialled(typed: string): boolean {
  // Of a list of a hundred thousand each is looked at, and nearly all are so.
  return GIVEN_OUT.test(typed) || parse(typed)?.isValid() === true;
}

function parse(typed: string, country: CountryCode = HOME): PhoneNumber | undefined {
  if (typed.length > MAX_TYPED) return undefined;
  const written = typed.normalize("NFKC").replace(UNSEEN, "").trim();
  // By itself the library looks for a number in any text, and would find one in "<b>13800138000</b>".
  const number = parsePhoneNumberFromString(written, { defaultCountry: country, extract: false });
  return number?.isPossible() && number.ext === undefined ? number : undefined;
}

/** Whether a carrier can call there: a number, landlines and numbers abroad among them; no text like "不知道", "n/a" or "13800138000 after six". */
export function isPhone(typed: string): boolean {
  // Nearly all are, and of a list of a hundred thousand each is looked at.
  return PLAIN_MOBILE.test(typed) || normalPhone(typed) !== undefined;
}

/**
 * What is wrong with the phone of an address, as it is dialled in the address's own country. Nothing said is not wrong here: not every
 * carrier needs one.
 */
export function phoneFault(
  typed: string | null | undefined,
  country_code?: string | null,
): Refusal<"phone_not_dialled"> | undefined {
  if (typed === null || typed === undefined || typed.trim() === "") return undefined;
  const country = country_code?.toUpperCase() ?? HOME;
  const abroad = country !== HOME && isSupportedCountry(country);
  if (abroad ? parse(typed, country) !== undefined : isPhone(typed)) return undefined;
  return {
    reason: "phone_not_dialled",
    message:
      "The phone is no number that can be dialled: write it alone, without names or other words, with its area code, or with + and the country's code.",
    field: "phone",
  };
}
