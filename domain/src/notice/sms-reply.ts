/** What somebody answered to a text of ours. */
export type SmsReply =
  /** It is not right: the ticket it names, when it names one, and the words as they came. */
  | { readonly kind: "objects"; readonly ticket: string | null; readonly words: string }
  /** It names a ticket and neither complains nor thanks: they are asked what they mean, and nothing is written. */
  | { readonly kind: "doubtful"; readonly ticket: string }
  /** Thanks, a question, something else: nothing is done about it. */
  | { readonly kind: "other" };

/** As our receipts number themselves: W0000012. */
const TICKET = /\bW([0-9]{7,10})\b/i;
/** Words that hold one of `NOT_RIGHT` and say the opposite, or only ask: taken away before one looks for a complaint. */
const NO_COMPLAINT =
  /没(?:有)?(?:什么|任何)?(?:不对|差错|错|少称|少了|多扣|异议)|不错|错不了|不会错|是不是|对不对|\b(?:not wrong|(?:no|not a) mistake|nothing (?:is )?wrong)\b/gi;
/** Words with which people say that a weight is not right, in the two languages we send. */
const NOT_RIGHT =
  /不(?:太|大|怎么|是|是很)?对|不符|有误|错|(?<![多不])少(?:了|称|给|算|[0-9一二两三四五六七八九十几半])|多扣|异议|不是这|^\s*[nN][oO]?\s*[.!。！]?\s*$|\b(wrong|not right|object|too little|mistake)\b/i;
/** Thanks and "received": they object to nothing, where nothing is complained of beside. */
const AGREES =
  /收到|谢谢|好的|没错|没有错|不错|(?<!不(?:太|大|怎么|是|是很)?)对的|\b(?:thanks|thank you|received)\b|^\s*(ok|yes|y|是|对|好)\s*[.!。！]?\s*$/i;
/** As much as an objection keeps. */
const MAX_WORDS = 500;

/**
 * Reads a reply: an objection when it says that something is not right, also where it thanks beside. What names a ticket and
 * says neither is doubtful: a person is asked, and nothing is opened in a household's name that it did not say.
 */
export function readSmsReply(text: string): SmsReply {
  const plain = text
    .normalize("NFKC")
    .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
  const found = TICKET.exec(plain);
  const ticket = found ? `W${found[1] ?? ""}` : null;
  if (NOT_RIGHT.test(plain.replace(NO_COMPLAINT, " "))) {
    return { kind: "objects", ticket, words: Array.from(plain).slice(0, MAX_WORDS).join("") };
  }
  if (ticket === null || AGREES.test(plain)) return { kind: "other" };
  return { kind: "doubtful", ticket };
}
