import { modulo97 } from "../../shared/modulo97";

/** Digits of the number inside a reference: ten thousand million proformas. */
const DIGITS = 10;
export const MAX_REFERENCE_NUMBER = 10 ** DIGITS - 1;
/** "RF", two check digits and the number. */
const LENGTH = 2 + 2 + DIGITS;

/**
 * The reference that a buyer writes into a bank transfer: an ISO 11649 creditor reference with a number of ours, (1234) ->
 * "RF540000001234". Its check digits (modulo 97) show every wrong digit and every swap of neighbours, so a slip never is another's
 * reference. Throws on a number that does not fit.
 */
export function paymentReference(number: number): string {
  if (!Number.isSafeInteger(number) || number < 1 || number > MAX_REFERENCE_NUMBER)
    throw new RangeError(`not a number of a reference: ${number}`);
  const digits = String(number).padStart(DIGITS, "0");
  const check = 98 - modulo97(`${digits}RF00`);
  return `RF${String(check).padStart(2, "0")}${digits}`;
}

/** In groups of four, as it is printed and read aloud: "RF54 0000 0012 34". */
export function spelledReference(reference: string): string {
  return reference.replace(/(.{4})(?=.)/g, "$1 ");
}

/** References with right check digits in what somebody wrote, each once; spaces, dashes, dots and full-width signs do not matter. */
export function referencesIn(text: string): string[] {
  const found = normal(text).match(/(?<![A-Z0-9])RF(?:[ ./-]?\d){12}(?![A-Z0-9])/g) ?? [];
  const bare = found.map((one) => one.replace(/[^A-Z0-9]/g, ""));
  return [...new Set(bare)].filter((one) => modulo97(one.slice(4) + one.slice(0, 4)) === 1);
}

/**
 * Which of these references somebody may have meant: those that up to two slips away (a wrong, missing or further sign, two neighbours
 * swapped) stand in the text, nearest first, then in their own order. Only ever for a person to look at.
 */
export function referencesMeant(text: string, references: readonly string[]): string[] {
  const candidates = writtenLike(text);
  const near = references
    .map((reference, at) => ({
      reference,
      at,
      slips: Math.min(...candidates.map((one) => slipsBetween(one, reference)), MAX_SLIPS + 1),
    }))
    .filter((one) => one.slips <= MAX_SLIPS);
  return near.sort((a, b) => a.slips - b.slips || a.at - b.at).map((one) => one.reference);
}

const MAX_SLIPS = 2;
/** Words that somebody may have parted a reference into. */
const MAX_WORDS = 5;

/** Words of the text, alone and joined with those after them, that are about as long as a reference. */
function writtenLike(text: string): string[] {
  const words = normal(text)
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== "");
  const found = new Set<string>();
  for (let at = 0; at < words.length; at++) {
    let joined = "";
    for (const word of words.slice(at, at + MAX_WORDS)) {
      joined += word;
      if (Math.abs(joined.length - LENGTH) <= MAX_SLIPS) found.add(joined);
    }
  }
  return [...found];
}

/** Full-width letters and digits are the same ones; case says nothing. */
const normal = (text: string): string => text.normalize("NFKC").toUpperCase();

/** Optimal string alignment (Damerau 1964): wrong, missing, further signs and swapped neighbours, each one slip. */
function slipsBetween(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const wrong = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + wrong);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    before = last;
    last = row;
  }
  return last[b.length]!;
}
