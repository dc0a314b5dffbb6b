// Where a household is named in a text. A name of three characters is hardly anything else; one of two may be a word of the language (高山,
// 白云) or the beginning of another's name (李伟 in 李伟民), and is looked at with what stands around it.

const LONG_CHARS = 3;
const SHORT = /^\p{Script=Han}{2}$/u;
const HAN = /\p{Script=Han}/u;
/** What is said of people: behind a word that may be a name, it is one. */
const BEHIND =
  /^(?:一?家(?!乡|族|庭|园|长|禽|常|具)|[一两三四]?户|夫妇|夫妻|[大老小]?[哥姐叔婶伯嫂爷奶]|阿姨|先生|女士|老师|师傅|老人|说|书记|主任)/u;
const BEFORE = /(?:农户|村民|社员|种植户|农民|老人|老乡|姓名|名叫|感谢|谢谢|联系|找)[：:\s]?$/u;
/** Behind two characters that are no word: what a name does not go on with. */
const NO_NAME = new Set("家户和与跟同说的在也都种收卖养做有是把被给去来送晒采挖剥这那还就又很最从对等及或您你们");

const words = new Intl.Segmenter("zh", { granularity: "word" });

export interface Place {
  at: number;
  length: number;
}

/** Where a name stands in a text, from its beginning on. */
export function placesOf(text: string, name: string): Place[] {
  const plain = name.trim();
  if ([...plain].length < LONG_CHARS && !SHORT.test(plain)) return [];
  const places = [...text.matchAll(pattern(plain))].map((found) => ({ at: found.index, length: found[0].length }));
  return SHORT.test(plain) ? places.filter((place) => isNamed(text, place)) : places;
}

/**
 * Whether two Chinese characters name somebody there. What the language has no word for is a name unless more of one may follow; what it has
 * a word for only beside what is said of people: 高山家 is a household, 高山上 is not.
 */
function isNamed(text: string, { at, length }: Place): boolean {
  const [before, behind] = [text.slice(0, at), text.slice(at + length)];
  if (BEHIND.test(behind)) return true;
  if (BEFORE.test(before)) return !goesOn(behind);
  const around = words.segment(text);
  const [first, second] = [around.containing(at), around.containing(at + 1)];
  // One word of the language, or the end of one.
  if (first === undefined || first.index !== at || first.segment.length > 1) return false;
  return second !== undefined && (second.segment.length === 1 || NO_NAME.has(behind[0] ?? "")) && !goesOn(behind);
}

/** Whether what follows may begin with the rest of a longer name: 民 in 李伟民家, and not 建 in 王伟建了. */
function goesOn(behind: string): boolean {
  const next = behind.slice(0, 1);
  if (!HAN.test(next) || NO_NAME.has(next)) return false;
  if (BEHIND.test(behind.slice(1))) return true;
  const [word] = words.segment(behind);
  return word?.segment.length === 1 && !/^[了着过]/.test(behind.slice(1));
}

/** A name within Chinese text has no edges; one in letters is a word of its own. */
function pattern(name: string): RegExp {
  const plain = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const [before, after] = [/^[a-z]/i, /[a-z]$/i].map((edge) => edge.test(name));
  return new RegExp(`${before ? "(?<![A-Za-z])" : ""}${plain}${after ? "(?![A-Za-z])" : ""}`, "gi");
}
