/** A stretch of one script: Chinese characters, or Latin letters and digits. */
export interface Run {
  readonly han: boolean;
  readonly text: string;
}

const RUNS = /(\p{Script=Han}+)|([a-z0-9]+)/gu;
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/** Text as it is compared: full-width letters made plain, small letters, no accents; everything else is a border. */
export function runsOf(text: string): Run[] {
  const plain = text.normalize("NFKD").replace(/\p{M}/gu, "").normalize("NFC").toLowerCase();
  return [...plain.matchAll(RUNS)].map((found) => ({ han: found[1] !== undefined, text: found[0] }));
}

/** The words of a stretch of Chinese: 麻崖核桃 -> 麻, 崖, 核桃. */
export function segments(han: string): string[] {
  return [...segmenter.segment(han)].map((one) => one.segment);
}

/** Stretches of so many characters that stand side by side, each of them: 2 of 大红袍 are 大红 and 红袍. */
export function stretches(han: string, length: number): string[] {
  const chars = [...han];
  return chars.slice(length - 1).map((_, at) => chars.slice(at, at + length).join(""));
}

/** "walnuts" and "walnut" are one word to who looks for them. */
export function stem(word: string): string {
  if (word.length > 4 && word.endsWith("oes")) return word.slice(0, -2);
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

/** Shorter words have too many neighbours for a slip to be told from another word. */
const MIN_TYPO_LENGTH = 4;
/** Longer ones are no words. */
const MAX_TYPO_LENGTH = 24;

/**
 * A word with each of its letters left out in turn. Two words that differ by one letter too many, too few, wrong, or by two that
 * changed places have one of these (or the word itself) in common: so one slip is found by looking words up, not by comparing
 * with each (the symmetric deletes of Garbe).
 */
export function withoutOne(word: string): string[] {
  if (word.length < MIN_TYPO_LENGTH || word.length > MAX_TYPO_LENGTH) return [];
  return [...new Set([...word].map((_, at) => word.slice(0, at) + word.slice(at + 1)))];
}
