import { createTranslator } from "use-intl/core";
import { localeOf, type Path } from "./locale";
import { messagesOf } from "./messages";

/** A translator for loaders and actions. */
export function say(path: Path) {
  const locale = localeOf(path);
  return createTranslator({ locale, messages: messagesOf(locale) });
}
