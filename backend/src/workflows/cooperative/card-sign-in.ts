/** Households sign in by card and PIN; Medusa's e-mail provider wants an address, so the card becomes one. */
export const CARD_DOMAIN = "card.commonlot";

/** "WD0012" -> "WD0012@card.commonlot". */
export function cardSignIn(card_number: string): string {
  return `${card_number}@${CARD_DOMAIN}`;
}
