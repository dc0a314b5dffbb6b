import { syllables } from "./readings";
import { runsOf, segments, stem, stretches, withoutOne } from "./words";

/** How much a word counts: A a name, B its reading, C a place, D a description or a slip. Postgres' own letters. */
export type Weight = "A" | "B" | "C" | "D";

export interface WeightedText {
  readonly text: string;
  readonly weight: Weight;
}

/** Words kept of one row: a description is cut there, a name never is that long. */
const MAX_TERMS = 800;
/** A stretch of Chinese this long is a sentence: nobody types its reading or its initials. */
const MAX_READ_LENGTH = 8;
/** What of a name is typed by itself need not be a word of the segmenter: 大红袍 of 椒园大红袍花椒. Of a place two are enough. */
const NAME_STRETCHES = [2, 3, 4] as const;
const PLACE_STRETCHES = [2] as const;
/** Left out by who types a place: 麻崖村, 罗塘镇, 武都区. */
const PLACE_ENDING = /(?<=.{2})[村镇乡县区市省]$/u;

/**
 * The words by which a row is found, as Postgres' tsvector: `'核桃':1A 'hetao':1B …`. Of Chinese its words (Intl.Segmenter), each
 * character and each pair, because a reader's word need not be the segmenter's; of names also how they are read (hetao), the
 * initials (ht), and every slip of one letter (`heto0`: a trailing 0 keeps those apart from words).
 */
export function termsOf(texts: readonly WeightedText[]): string {
  const terms = new Map<string, Weight>();
  const add = (term: string, weight: Weight) => {
    const before = terms.get(term);
    if (before === undefined ? terms.size < MAX_TERMS : weight < before) terms.set(term, weight);
  };
  const addRead = (word: string, weight: Weight) => {
    add(word, weight);
    for (const slip of withoutOne(word)) add(`${slip}0`, "D");
  };
  for (const { text, weight } of [...texts].sort((a, b) => (a.weight < b.weight ? -1 : 1))) {
    for (const run of runsOf(text)) {
      if (!run.han) {
        if (weight === "D") add(stem(run.text), weight);
        else addRead(stem(run.text), weight);
        continue;
      }
      for (const term of [...segments(run.text), ...stretches(run.text, 2), ...run.text]) add(term, weight);
      if (weight === "D") continue;
      const lower = weight === "A" ? "B" : "C";
      for (const { full, initials } of readings(run.text, weight === "A" ? NAME_STRETCHES : PLACE_STRETCHES)) {
        addRead(full, lower);
        add(initials, lower);
      }
      for (const syllable of syllables(run.text)) add(syllable, "C");
    }
  }
  return [...terms].map(([term, weight]) => `'${term}':1${weight}`).join(" ");
}

/** How a name and its parts are read: of two characters or more, since one is a syllable that stands for itself. */
function readings(han: string, lengths: readonly number[]): { full: string; initials: string }[] {
  const short = han.replace(PLACE_ENDING, "");
  const parts = new Set([han, short, ...segments(han), ...lengths.flatMap((length) => stretches(han, length))]);
  return [...parts]
    .filter((part) => [...part].length > 1 && [...part].length <= MAX_READ_LENGTH)
    .map((part) => {
      const read = syllables(part);
      return { full: read.join(""), initials: read.map((one) => one.slice(0, 1)).join("") };
    });
}
