import { ok, refuse, type Refusal, type Result } from "../shared/result";

/** Longest thanks, in characters as people count them. */
export const MAX_THANKS = 200;

const LINK = /https?:|www\.|[\p{L}\p{N}]@[\p{L}\p{N}]|\b[a-z0-9-]{2,}\.(?:com|cn|net|org|shop|top|io|me)\b/iu;
/** A phone or card number: seven digits and more, however they are written. */
const NUMBER = /\d(?:[\s-]?\d){6,}/u;

/**
 * What a buyer writes to those who grew the goods, as it may wait for the desk: one paragraph, 1 to MAX_THANKS characters. Refuses what
 * leads away from the page or gives a contact: thanks are shown to everybody, without a name.
 */
export function readThanks(
  typed: string,
): Result<string, Refusal<"thanks_empty" | "thanks_too_long" | "thanks_with_contact">> {
  const words = typed
    .normalize("NFC")
    .replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, " ")
    .trim();
  if (words === "") return refuse("thanks_empty", "Write a word of thanks first.", "words");
  if ([...words].length > MAX_THANKS)
    return refuse("thanks_too_long", `Thanks have ${MAX_THANKS} characters at most. Nothing was sent.`, "words");
  if (LINK.test(words) || NUMBER.test(words))
    return refuse(
      "thanks_with_contact",
      "Thanks are shown to everybody: leave out links, addresses and numbers. Nothing was sent.",
      "words",
    );
  return ok(words);
}
