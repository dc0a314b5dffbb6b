/**
 * What somebody may do on a household's pages, each one more than the one before. look: sees what the household sees.
 * confirm: may also answer for it (object to a weight, declare a harvest). own: the household itself; consents, relatives
 * and the account are its own word and nobody else's.
 */
export const RIGHTS = ["look", "confirm", "own"] as const;
export type Right = (typeof RIGHTS)[number];

/** Whether who has `right` may do what needs `needs`. */
export function mayDo(right: Right, needs: Right): boolean {
  return RIGHTS.indexOf(right) >= RIGHTS.indexOf(needs);
}
