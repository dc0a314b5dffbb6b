/** What somebody answered to a text of ours. */
export type SmsReply =
  /** It is not right: the ticket it names, when it names one, and the words as they came. */
  | { readonly kind: "objects"; readonly ticket: string | null; readonly words: string }
  /** Thanks, a question, something else: nothing is done about it. */
  | { readonly kind: "other" };

/** As our receipts number themselves: W0000012. */
const TICKET = /\bW([0-9]{7,10})\b/i;
/** Words with which people say that a weight is not right, in the two languages we send. */
const NOT_RIGHT =
  /不对|不符|有误|错|少了|少称|多扣|异议|不是这|^\s*[nN][oO]?\s*[.!。！]?\s*$|\b(wrong|not right|object|too little|mistake)\b/i;
/** Thanks and "received", also with a ticket's number in it, object to nothing. */
const AGREES = /收到|谢谢|好的|没错|没有错|不错|对的|^\s*(ok|yes|y|是|对|好)\s*[.!。！]?\s*$/i;
/** As much as an objection keeps. */
const MAX_WORDS = 500;

/**
 * Reads a reply: an objection when it says that something is not right, or names a ticket and does not thank for it. Anything
 * doubtful is "other": a person will be asked, and nothing is opened in a household's name that it did not say.
 */
export function readSmsReply(text: string): SmsReply {
  const plain = text
    .normalize("NFKC")
    .replace(/[\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
  const found = TICKET.exec(plain);
  const ticket = found ? `W${found[1] ?? ""}` : null;
  if (AGREES.test(plain)) return { kind: "other" };
  if (!NOT_RIGHT.test(plain) && ticket === null) return { kind: "other" };
  return { kind: "objects", ticket, words: Array.from(plain).slice(0, MAX_WORDS).join("") };
}
