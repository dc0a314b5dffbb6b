/** Digits and capitals, letters read as 10 to 35, as one number modulo 97 (ISO 7064): 1 where check digits of an account or reference fit. */
export function modulo97(text: string): number {
  let rest = 0;
  for (const character of text) {
    for (const digit of Number.parseInt(character, 36).toString()) rest = (rest * 10 + Number(digit)) % 97;
  }
  return rest;
}
