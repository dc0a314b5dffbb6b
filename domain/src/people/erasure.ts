/** Days after the last of an order has come to its end during which its address is still needed: a report, a refund, a parcel that comes back. */
export const ERASE_AFTER_DAYS = 30;

const DAY_MS = 86_400_000;
/** A parcel in one of these goes nowhere any more. */
const ENDED: readonly string[] = ["delivered", "lost", "returned", "void"];

/** What is known of an order whose buyer asked to be forgotten. Moments in milliseconds. */
export interface ErasableOrder {
  readonly canceled: boolean;
  /** States of its parcels; none while none is planned. */
  readonly states: readonly string[];
  /** Something is claimed, short or being refunded, and not yet done. */
  readonly unsettled: boolean;
  /** When it was placed, or when something last happened to it. */
  readonly last_at: number;
}

export type ErasureOfOrder =
  | { readonly action: "erase" }
  /** Its address is still needed; look again at `again_at`, or when its way is over (null). */
  | { readonly action: "wait"; readonly why: "on_its_way" | "unsettled" | "recent"; readonly again_at: number | null };

/**
 * Whether name, address and contact of an order may be blanked now. They are needed while it is on its way and while something of it is
 * open, and for 30 days after; of an order that was cancelled before it left nothing is needed. Says why not, otherwise.
 */
export function erasureOfOrder(order: ErasableOrder, now: number): ErasureOfOrder {
  if (order.unsettled) return { action: "wait", why: "unsettled", again_at: null };
  const left = order.states.some((state) => state !== "void");
  if (order.canceled && !left) return { action: "erase" };
  const over = order.canceled || (order.states.length > 0 && order.states.every((state) => ENDED.includes(state)));
  if (!over) return { action: "wait", why: "on_its_way", again_at: null };
  const again_at = order.last_at + ERASE_AFTER_DAYS * DAY_MS;
  return again_at <= now ? { action: "erase" } : { action: "wait", why: "recent", again_at };
}

/** What stands in place of a buyer who was forgotten: it names nobody and is no address that can be reached. */
export function erasedEmail(pseudonym: string): string {
  return `${pseudonym}@erased.invalid`;
}
