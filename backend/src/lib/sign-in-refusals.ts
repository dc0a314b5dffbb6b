/**
 * Why a sign-in was refused. Medusa carries the sentence of a provider and nothing else, so the sentence is the key: the
 * error handler finds its code here. None tells whether the card, phone or e-mail is known.
 */
export const SIGN_IN_REFUSALS = {
  sign_in_wrong: "This does not match. Check what you typed and try again.",
  sign_in_locked: "Too many wrong tries. Wait five minutes and try again; after several rounds it takes longer.",
  code_too_soon: "A code was sent a moment ago. Wait a minute before you ask for another; ten a day is the most.",
} as const;
export type SignInRefusal = keyof typeof SIGN_IN_REFUSALS;

/** The code that belongs to a sentence of ours. */
export function signInCodeOf(message: string): SignInRefusal | undefined {
  const found = Object.entries(SIGN_IN_REFUSALS).find(([, sentence]) => sentence === message);
  return found?.[0] as SignInRefusal | undefined;
}
