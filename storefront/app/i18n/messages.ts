import type { Locale } from "./locale";
import type zh from "./zh-CN/index";
import type zhStore from "./zh-CN/store";

/** zh-CN is the original; i18n.spec.ts holds the English to the same keys. */
export type Messages = typeof zh;
/** Those of the store's pages: what a browser gets. */
export type StoreMessages = typeof zhStore;

const known = new Map<Locale, Messages>();

/** Called by the entries: the server provides both languages whole, the browser the store's part of the page's own. */
export function provideMessages(locale: Locale, messages: Messages | StoreMessages): void {
  known.set(locale, messages as Messages);
}

export function messagesOf(locale: Locale): Messages {
  const messages = known.get(locale);
  if (messages === undefined) throw new Error(`The messages of ${locale} were not provided.`);
  return messages;
}
