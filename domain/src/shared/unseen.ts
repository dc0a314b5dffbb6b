/**
 * Signs that nobody sees, or that turn the words after them about: a name or a number hides behind them. What joins the parts of an emoji
 * stays.
 */
const UNSEEN = /(?!\u200d)\p{Cf}|(?<![\p{Extended_Pictographic}\p{Emoji_Modifier}\ufe0f])\u200d/gu;

/** A text that people typed, without the signs that nobody sees. */
export const withoutUnseen = (text: string): string => text.replace(UNSEEN, "");
