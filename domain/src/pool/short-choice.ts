import type { ShortPolicy } from "./short-types";

// What a buyer wants done about packs that are missing, and what holds when the cooperative says something else.

/**
 * A buyer's choice for one order. Other lots of the same pool (the same produce, village and grade) fill in first with each of them;
 * the choice says what is done about what is still missing then:
 * - `refund`: it is refunded, nothing is waited for and nothing else comes;
 * - `substitute`: another grade may come where the cooperative has one, asked about first; else it is refunded;
 * - `wait`: it stays promised for as many days as the pool says, then it is refunded.
 * A buyer who says nothing leaves it to the pool.
 */
export const SHORT_CHOICES = ["refund", "substitute", "wait"] as const;
export type ShortChoice = (typeof SHORT_CHOICES)[number];

/** Whose word a line of a short goes by: the entry's, its buyer's, or the pool's. */
export type RuledBy = "entry" | "buyer" | "pool";

export interface ShortRule {
  readonly policy: ShortPolicy;
  readonly by: RuledBy;
}

/** What a pool says of itself. */
export interface PoolSays {
  readonly policy: ShortPolicy;
  /** It names another pool whose goods may come instead. */
  readonly has_other: boolean;
}

/**
 * What is done about a line's missing packs, and whose word that is: what somebody wrote for this one entry, else what the buyer
 * chose for the order, else what the pool says.
 */
export function ruleOfShort(said: {
  readonly entry: ShortPolicy | null;
  readonly choice: ShortChoice | null;
  readonly pool: PoolSays;
}): ShortRule {
  if (said.entry !== null) return { policy: said.entry, by: "entry" };
  if (said.choice !== null) return { policy: policyOfChoice(said.choice, said.pool), by: "buyer" };
  return { policy: said.pool.policy, by: "pool" };
}

/**
 * A choice as a policy. Who wants the money back gets it for what other lots can't fill (`substitute`: no wait, no other grade).
 * Who waits does so as the pool has it: a second parcel is sent only where the cooperative sends one by itself.
 */
export function policyOfChoice(choice: ShortChoice, pool: PoolSays): ShortPolicy {
  switch (choice) {
    case "refund":
      return "substitute";
    case "substitute":
      return pool.has_other ? "other_grade" : "substitute";
    case "wait":
      return pool.policy === "split" ? "split" : "wait";
  }
}

export type ChoiceLock = "ended" | "packing" | "missing";

/**
 * Whether a buyer may still choose otherwise for a placed order; null: yes. Once goods are missing, or a buyer is asked about them, what
 * follows is under way; once packing has begun nothing of it can fall short unnoticed any more.
 */
export function choiceLock(order: {
  /** Its goods are promised to it: paid, not cancelled, not all shipped. */
  readonly standing: boolean;
  /** A parcel of it is packed, or has left. */
  readonly packed: boolean;
  /** A short of it stands, or its buyer is being asked about one. */
  readonly short: boolean;
}): ChoiceLock | null {
  if (!order.standing) return "ended";
  if (order.short) return "missing";
  return order.packed ? "packing" : null;
}
