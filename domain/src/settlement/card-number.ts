/**
 * Numbers that are bank cards and so carry a check digit: UnionPay's own range (62, 16 to 19 digits), and the 16 digits of
 * Visa (4) and Mastercard (51 to 55). An account of a company or of another range has no check digit that we know.
 */
const CARD_RANGES: readonly RegExp[] = [/^62\d{14,17}$/, /^4\d{15}$/, /^5[1-5]\d{14}$/];

/** Whether an account number is that of a card, by its range and length. */
export function isCardNumber(account: string): boolean {
  return CARD_RANGES.some((range) => range.test(account));
}

/**
 * Whether the last digit of a card number fits the others (Luhn, ISO/IEC 7812-1): from the right every second digit is
 * doubled, its digits summed, and the whole is a multiple of ten. One wrong digit is always found.
 */
export function hasCardCheck(digits: string): boolean {
  let sum = 0;
  for (let at = 0; at < digits.length; at++) {
    const digit = Number(digits[digits.length - 1 - at]);
    const doubled = at % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}
