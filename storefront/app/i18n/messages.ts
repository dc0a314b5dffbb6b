import type { Locale } from "./locale";
import type zh from "./zh-CN.json";

/** zh-CN is the original; i18n.spec.ts holds the English to the same keys. */
export type Messages = typeof zh;

const known = new Map<Locale, Messages>();

/** Called by the entries: the server provides both languages, the browser only the page's own. */
export function provideMessages(locale: Locale, messages: Messages): void {
  known.set(locale, messages);
}

export function messagesOf(locale: Locale): Messages {
  const messages = known.get(locale);
  if (messages === undefined) throw new Error(`The messages of ${locale} were not provided.`);
  return messages;
}
