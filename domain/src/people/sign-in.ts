import { refuse, ok, type Refusal, type Result } from "../shared/result";

// How often somebody may guess. A card number is printed and a phone is known, so what guards a household is the number
// of tries, not the length of its PIN.

/** Wrong answers in a row before a name is locked. */
export const TRIES_BEFORE_LOCK = 5;
/**
 * Minutes a name stays locked, the first time, the second, …; the last one from then on. Five tries and then a day each:
 * of a million PINs, less than 0.2 % in a year. The right answer, or a day of silence, starts at the top again.
 */
export const LOCK_MINUTES: readonly number[] = [5, 15, 60, 360, 1_440];

/**
 * Wrong answers from one address in a quarter of an hour, over all names: a village behind one mobile network shares an
 * address, so right answers are not counted; trying one PIN on every card is.
 */
export const ADDRESS_TRIES = 100;
export const ADDRESS_MINUTES = 15;

/** A code by SMS: six digits, good for five minutes and one use. */
export const CODE_DIGITS = 6;
export const CODE_MINUTES = 5;
/** A code by e-mail comes slower, and is looked for in another window. */
export const MAIL_CODE_MINUTES = 15;
/** Between two codes to one phone, and codes a day: an SMS costs money and a ringing phone is a nuisance. */
export const CODE_PAUSE_S = 60;
export const CODES_A_DAY = 10;

/** PINs that anybody tries first, besides runs (123456) and repeats (111111). */
const TOO_COMMON = new Set(["112233", "123123", "121212", "147258", "159753", "520520", "521521", "131452", "110110"]);

export const PASSWORD_LEAST = 10;
const PASSWORD_MOST = 200;

/**
 * Whether a text may guard a sign-in at work. Refuses what is short, one character over and over, and the name itself; asks for
 * no mixture of signs, which makes passwords harder to keep and no harder to guess (NIST SP 800-63B).
 */
export function checkPassword(password: string, name: string): Result<string, Refusal<"invalid_password">> {
  const bare = password.normalize("NFKC");
  const length = [...bare].length;
  if (length < PASSWORD_LEAST || length > PASSWORD_MOST) {
    return refuse("invalid_password", `A password has ${PASSWORD_LEAST} to ${PASSWORD_MOST} characters.`, "password");
  }
  const known = name.toLowerCase().split("@")[0] ?? "";
  const rest = known.length >= 3 ? bare.toLowerCase().replaceAll(known, "") : bare;
  if (new Set(bare).size < 4 || [...rest].length < 4) {
    return refuse("invalid_password", "This password is too easy to guess. Choose another.", "password");
  }
  return ok(password);
}

/**
 * Whether six digits may guard a household's card. Refuses what is not six digits, repeats, runs up or down, the best
 * known, and the digits of the card itself.
 */
export function checkPin(pin: string, card_number: string): Result<string, Refusal<"invalid_pin">> {
  if (!/^[0-9]{6}$/.test(pin)) return refuse("invalid_pin", "A PIN has exactly six digits.", "pin");
  const digits = [...pin].map(Number);
  const steps = new Set(digits.slice(1).map((digit, i) => digit - (digits[i] ?? 0)));
  const isRun = steps.size === 1 && [...steps].every((step) => Math.abs(step) <= 1);
  const of_card = card_number.replace(/\D/g, "");
  const isCard = of_card.length >= 4 && (pin.endsWith(of_card) || pin.startsWith(of_card));
  if (isRun || TOO_COMMON.has(pin) || isCard) {
    return refuse("invalid_pin", "This PIN is too easy to guess. Choose six other digits.", "pin");
  }
  return ok(pin);
}
