/*
 * What holds of every mail that one of our forms sends to an address before anybody said yes there: about goods that open (module season)
 * and about pre-orders (module pool). Each counts its own.
 */

/** Whoever has not said yes by then is forgotten. */
export const UNCONFIRMED_DAYS = 7;
/** A mail that was asked for a moment ago is on its way. */
export const PAUSE_MINUTES = 10;
/** Mails about one good to one address, in a week; counted anew from a yes on. */
export const MAX_ASKS = 3;
/** Goods that one address is asked about within a day: nobody's mailbox is filled by our form. */
export const ASKED_A_DAY = 5;
