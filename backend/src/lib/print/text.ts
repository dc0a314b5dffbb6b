type Pdf = PDFKit.PDFDocument;

/** Letters as people see them: a name is never cut inside one (an accent, a rare ideograph of two code units). */
const letters = new Intl.Segmenter("zh", { granularity: "grapheme" });

const split = (text: string): string[] => Array.from(letters.segment(text), (part) => part.segment);

/** One printed line: line breaks and other control characters become spaces, and what the font has no letter for is said in others. */
const plain = (pdf: Pdf, text: string): string =>
  printable(pdf, text)
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, " ")
    .trim();

/** What a signature of pictures alone is printed as. */
const ONLY_PICTURES = "〔表情 emoji〕";
const PICTURE = /\p{Extended_Pictographic}|\p{Regional_Indicator}|\p{Emoji_Modifier}|\u20e3/u;
/** Marks that say how the letter before them looks, and those that tie letters together: nothing is printed for them. */
const UNSEEN = /[\ufe00-\ufe0f\u200b-\u200f\u2060\u{e0100}-\u{e01ef}]/gu;
/** White, and letters that belong to the one before: a font may lack them and nothing is missing on paper. */
const NEEDS_NONE = /[\p{Cc}\p{Cf}\p{Z}]/u;

/**
 * The text with a letter of the current font for all of it. An empty box tells nobody anything: pictures (emoji) are left out, and
 * a rare ideograph is printed as its number, 〔U+20BB7〕, by which it can be looked up and told from another.
 */
function printable(pdf: Pdf, text: string): string {
  const { _font } = pdf as unknown as { _font: { font?: { hasGlyphForCodePoint?: (code: number) => boolean } } };
  const { font } = _font;
  if (font?.hasGlyphForCodePoint === undefined) return text;
  const known = lettersOf(font);
  const has = (letter: string) => {
    let found = known.get(letter);
    if (found === undefined) {
      found = NEEDS_NONE.test(letter) || font.hasGlyphForCodePoint?.(letter.codePointAt(0) ?? 0) === true;
      known.set(letter, found);
    }
    return found;
  };
  const composed = text.normalize("NFC");
  if ([...composed].every(has)) return composed;
  const told = split(composed)
    .map((letter) => {
      const seen = [...letter.replace(UNSEEN, "")];
      if (seen.every(has)) return seen.join("");
      if (PICTURE.test(letter)) return "";
      return seen
        .map((one) => (has(one) ? one : `〔U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase()}〕`))
        .join("");
    })
    .join("");
  return told.trim() === "" && text.trim() !== "" ? ONLY_PICTURES : told;
}

/** Which letters a font has: asked once for each, as thousands of labels have the same ones. */
const asked = new WeakMap<object, Map<string, boolean>>();
function lettersOf(font: object): Map<string, boolean> {
  const known = asked.get(font) ?? new Map<string, boolean>();
  asked.set(font, known);
  return known;
}

/** The text, or as much of it as fits before an ellipsis, in the current font and size. */
export function cutToWidth(pdf: Pdf, text: string, width: number, options: { characterSpacing?: number } = {}): string {
  const clean = plain(pdf, text);
  if (pdf.widthOfString(clean, options) <= width) return clean;
  const all = split(clean);
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (pdf.widthOfString(`${all.slice(0, middle).join("")}…`, options) <= width) low = middle;
    else high = middle - 1;
  }
  return `${all.slice(0, low).join("").trimEnd()}…`;
}

/** Breaks a text into at most `lines` lines: Chinese between any two letters, other scripts at spaces where there is one. */
export function wrap(pdf: Pdf, text: string, width: number, lines: number): string[] {
  const broken: string[] = [];
  let rest = split(plain(pdf, text));
  while (rest.length > 0 && broken.length < lines) {
    if (broken.length === lines - 1) {
      broken.push(cutToWidth(pdf, rest.join(""), width));
      break;
    }
    const fits = countFitting(pdf, rest, width);
    const at = fits === rest.length ? fits : breakBefore(rest, fits);
    broken.push(rest.slice(0, at).join("").trim());
    rest = split(rest.slice(at).join("").trimStart());
  }
  return broken;
}

function countFitting(pdf: Pdf, all: readonly string[], width: number): number {
  let low = 1;
  let high = all.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (pdf.widthOfString(all.slice(0, middle).join("")) <= width) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Not inside a word or a number (12.50, 2026-10-28, H-1001), and no line begins with what closes a sentence. */
function breakBefore(all: readonly string[], fits: number): number {
  let at = fits;
  while (at > 1 && (isInWord(all, at) || CLOSING.has(all[at] ?? ""))) at -= 1;
  return at > 1 ? at : fits;
}

const CLOSING: ReadonlySet<string> = new Set("，。、；：！？）」』》”’…");
const isLatin = (letter: string | undefined): boolean => /[\p{Script=Latin}\d]/u.test(letter ?? "");
const isDigit = (letter: string | undefined): boolean => /\d/.test(letter ?? "");
const joins = (letter: string | undefined): boolean => /[.,:-]/.test(letter ?? "");

function isInWord(all: readonly string[], at: number): boolean {
  const [before, here] = [all[at - 1], all[at]];
  if (isLatin(before) && isLatin(here)) return true;
  if ((isDigit(before) || (here === "-" && isLatin(before))) && joins(here) && isDigit(all[at + 1])) return true;
  return joins(before) && isDigit(here) && (isDigit(all[at - 2]) || (before === "-" && isLatin(all[at - 2])));
}
