import { syllables } from "./readings";
import { runsOf, segments, stem, stretches, withoutOne, type Run } from "./words";

/** Words of one query that are looked at: more is a text, not a search. */
const MAX_WORDS = 8;
/** Characters of it. */
export const MAX_QUERY_LENGTH = 80;
/** Particles: nothing is found by them, and they stand in the way of what is meant. */
const PARTICLES = new Set(["的", "了", "和", "与", "及", "在", "是", "the", "of", "and", "a", "an", "from", "in"]);

/**
 * What was typed, as Postgres' tsquery: every word must be there. `slips`: also when one letter of a word is wrong, missing, too
 * many or in the other's place, and when a Chinese word is written with others that read the same (核逃) or with one wrong
 * character of three or more. Undefined when nothing is left to look for. Built of letters, digits and Chinese only.
 * `rank` has the same words as alternatives: Postgres ranks "and" by how near words stand, and our rows have no order of words.
 */
export function queryOf(typed: string, options: { slips: boolean }): { match: string; rank: string } | undefined {
  const words = wordsOf(typed, options.slips).map((word) => `(${any(options.slips ? slipsOf(word) : exact(word))})`);
  return words.length === 0 ? undefined : { match: words.join(" & "), rank: words.join(" | ") };
}

/** Of Chinese the segmenter's words; where slips are looked for whole stretches, since a miswritten word falls apart: 核|逃. */
function wordsOf(typed: string, whole: boolean): Run[] {
  const runs = runsOf(typed.slice(0, MAX_QUERY_LENGTH)).flatMap((run): Run[] =>
    run.han && !whole ? segments(run.text).map((text) => ({ han: true, text })) : [run],
  );
  const meant = runs.filter((word) => !PARTICLES.has(word.text));
  return (meant.length > 0 ? meant : runs).slice(0, MAX_WORDS);
}

/** As it stands; the beginning of a Latin word is enough. */
function exact({ han, text }: Run): string[] {
  if (!han) {
    const word = stem(text);
    return word.length > 1 ? [quoted(word), `${quoted(word)}:*ABC`] : [quoted(word)];
  }
  return [...text].length > 2 ? [quoted(text), all(stretches(text, 2).map(quoted))] : [quoted(text)];
}

function slipsOf(word: Run): string[] {
  if (!word.han) return [...exact(word), ...mistyped(stem(word.text))];
  const groups = grouped(word.text);
  const parts = groups.map((group) => `(${any([...exact({ han: true, text: group }), ...miswritten(group)])})`);
  return groups.length === 1 ? parts : [all(parts), ...miswritten(word.text)];
}

/** The segmenter's words, those of one character put together: 武都核逃 -> 武都, 核逃. Particles are left out. */
function grouped(han: string): string[] {
  const groups: string[] = [];
  let single = false;
  for (const word of segments(han).filter((one) => !PARTICLES.has(one))) {
    const alone = [...word].length === 1;
    if (alone && single) groups[groups.length - 1] += word;
    else groups.push(word);
    single = alone;
  }
  return groups.length === 0 ? [han] : groups.slice(0, MAX_WORDS);
}

/**
 * One letter left out by the reader, one too many, one wrong, two changed: see `withoutOne`. What ends with a 0 says no weight: the database's
 * index knows none, and would fetch the words of every row that is found.
 */
function mistyped(word: string): string[] {
  const shorter = withoutOne(word);
  if (shorter.length === 0) return [];
  return [`'${word}0'`, ...shorter.flatMap((one) => [`${quoted(one)}:ABC`, `'${one}0'`])];
}

/** Longer ones are sentences: of those the parts are looked for. */
const MAX_MISWRITTEN = 8;

/** Written with characters that read alike, or, of three and more, with one that is wrong. */
function miswritten(han: string): string[] {
  const chars = [...han];
  if (chars.length < 2 || chars.length > MAX_MISWRITTEN) return [];
  const read = syllables(han).join("");
  const alike = [`${quoted(read)}:ABC`, ...mistyped(read)];
  if (chars.length < 3) return alike;
  const others = chars.map((_, wrong) => chars.filter((__, at) => at !== wrong));
  return [...alike, ...others.map((rest) => all(rest.map((char) => `${quoted(char)}:AC`)))];
}

const quoted = (term: string): string => `'${term}'`;
const any = (alternatives: readonly string[]): string => [...new Set(alternatives)].join(" | ");
const all = (terms: readonly string[]): string => `(${terms.join(" & ")})`;
