import type { HoldState } from "../../pool/hold";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";

// An accepted quote that is not paid goes back to where it came from (docs: adr, wholesale).

/** What is known of an accepted quote's payment, read under the locks of whoever decides. */
export interface GiveBackFacts {
  /** Of the company's order; `given_back`: done before. Null: nothing was accepted. */
  readonly order: "placed" | "given_back" | "over" | null;
  /** It has been noted as an order of the shop. */
  readonly ordered: boolean;
  /** Of the cart's goods; null: it holds nothing any more. A completion makes it `pending`. */
  readonly hold: HoldState | null;
  /** What a card's processor says is taken, authorised or under way. */
  readonly card: boolean;
  /** Proformas that still count. `came_minor`: matched to them now, minor units. */
  readonly transfers: readonly {
    readonly state: "open" | "paid" | "granted" | "ordered";
    readonly came_minor: bigint;
  }[];
}

export type GiveBackRefusal = Refusal<"not_to_give_back" | "being_paid" | "money_there">;

/** A payment that is under way or done: of both only one comes to be, and it is the payment. */
export const BEING_PAID = refuse(
  "being_paid",
  "This quote is being paid just now, or is paid already. Nothing was changed; look at its page again in a minute.",
);

/** Whether a cart's goods are a payment's: it completes now, or is an order. */
export const isClaimed = (hold: HoldState | null): boolean =>
  hold === "pending" || hold === "confirmed" || hold === "consumed";

/**
 * Whether an accepted quote is given back by its buyer: its goods are freed, its proformas end, limits count it no more. Refuses what
 * was never accepted or is over, what is being paid or is paid, and what money has come for: of that a person decides. Pressed again it is
 * `done` already.
 */
export function decideGiveBack(facts: GiveBackFacts): Result<"give_back" | "done", GiveBackRefusal> {
  if (facts.order === "given_back") return ok("done");
  if (facts.order !== "placed")
    return refuse(
      "not_to_give_back",
      "Only what was accepted and is neither paid nor over is given back. Nothing was changed; look at its page again.",
    );
  const paid = facts.transfers.some((one) => one.state !== "open");
  if (facts.ordered || facts.card || paid || isClaimed(facts.hold)) return BEING_PAID;
  if (facts.transfers.some((one) => one.came_minor > 0n))
    return refuse(
      "money_there",
      "Money has come for this quote by transfer, so it is not given back by itself. Write to the cooperative what is to become of it; nothing was changed.",
    );
  return ok("give_back");
}
