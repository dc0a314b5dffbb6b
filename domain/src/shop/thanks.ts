import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { withoutUnseen } from "../shared/unseen";
import { namesIn } from "./village-page";

/** Longest thanks, in characters as people count them. */
export const MAX_THANKS = 200;

/** Dots of all kinds: an address is written with any of them to get by. */
const DOT = "[.·・•。]";
const LINK = new RegExp(
  `https?:|www${DOT}|[\\p{L}\\p{N}]@[\\p{L}\\p{N}]|\\b[a-z0-9-]{2,}${DOT}(?:com|cn|net|org|shop|top|io|me)\\b`,
  "iu",
);
/** A phone or card number: seven digits and more, however they are written. */
const NUMBER = /\d(?:[\s.·・•。_()–—-]{0,3}\d){6,}/u;

/**
 * What a buyer writes to those who grew the goods, as it may wait for the desk: one paragraph, 1 to MAX_THANKS characters, without signs
 * that nobody sees. Refuses what leads away from the page or gives a contact: thanks are shown to everybody, without a name.
 */
export function readThanks(
  typed: string,
): Result<string, Refusal<"thanks_empty" | "thanks_too_long" | "thanks_with_contact">> {
  const words = withoutUnseen(typed.normalize("NFC"))
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  if (words === "") return refuse("thanks_empty", "Write a word of thanks first.", "words");
  if ([...words].length > MAX_THANKS)
    return refuse("thanks_too_long", `Thanks have ${MAX_THANKS} characters at most. Nothing was sent.`, "words");
  // Wide and circled digits are digits; the words themselves keep their wide commas.
  const plain = words.normalize("NFKC");
  if (LINK.test(plain) || NUMBER.test(plain))
    return refuse(
      "thanks_with_contact",
      "Thanks are shown to everybody: leave out links, addresses and numbers. Nothing was sent.",
      "words",
    );
  return ok(words);
}

/**
 * Whether thanks may be shown to everybody. Refuses those that name who has not agreed (`named_without_consent`, `details.names`):
 * `not_agreed` are the names of such households.
 */
export function mayShowThanks(
  words: string,
  not_agreed: readonly string[],
): Result<void, Refusal<"named_without_consent">> {
  const names = namesIn(words, not_agreed);
  if (names.length === 0) return ok(undefined);
  const refused = refuse(
    "named_without_consent",
    `${names.join(", ")} has not agreed to be named in public. Nothing was published; record the consent first, or don't publish it.`,
    "words",
  );
  return { ok: false, refusal: { ...refused.refusal, details: { names } } };
}
