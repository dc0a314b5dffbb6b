/**
 * Whether an IBAN (without spaces, upper case) has a valid shape and check digits: the first four characters moved to
 * the end and letters read as 10 to 35, the number is 1 modulo 97 (ISO 13616, ISO 7064).
 */
export function isIban(iban: string): boolean {
  if (!/^[A-Z]{2}\d{2}[A-Z0-9]{11,30}$/.test(iban)) return false;
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    for (const digit of Number.parseInt(character, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest === 1;
}
