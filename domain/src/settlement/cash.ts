import { ok, refuse, type Refusal, type Result } from "../shared/result";
import { defineTransitions } from "../shared/transitions";

/**
 * Cash of one household. Open: promised and in the drawer. Handed: one person has handed it out and says so, with a photo of
 * the signature; nobody else can hand it out. Paid: a second person has confirmed it; booked. Carried: not handed out, the
 * money is the household's again and comes with its next statement.
 */
export const CASH_TRANSITIONS = defineTransitions({
  thing: "cash payout",
  initial: "open",
  terminal: ["paid", "carried"],
  next: {
    open: ["handed", "carried"],
    handed: ["paid", "open"],
    paid: [],
    carried: [],
  },
});

export type CashState = "open" | "handed" | "paid" | "carried";

/** Why a household did not get its cash; each has its words (`unpaidWords`). */
export const CARRY_REASONS = ["not_collected", "cash_short", "person_unknown"] as const;
export type CarryReason = (typeof CARRY_REASONS)[number];

export interface CashPayout {
  readonly state: CashState;
  /** Who has handed it out, where somebody has. */
  readonly payer: string | null;
}

export type CashRefusal = Refusal<"cash_handed" | "cash_paid" | "cash_carried" | "cash_open" | "same_person">;

const IS_PAID = refuse("cash_paid", "This household has its money and two people have said so. Nothing was changed.");
const IS_CARRIED = refuse(
  "cash_carried",
  "This was carried over to the next statement: it must not be handed out from this sheet. Nothing was changed.",
);

/** Whether `person` may say that the cash was handed out. Pressed twice by the same person it is said once. */
export function decideHandOut(cash: CashPayout, person: string): Result<"hand_out" | "nothing", CashRefusal> {
  if (cash.state === "paid") return IS_PAID;
  if (cash.state === "carried") return IS_CARRIED;
  if (cash.state === "open") return ok("hand_out");
  return cash.payer === person
    ? ok("nothing")
    : refuse("cash_handed", "Somebody else has handed this out already. Nothing was changed: don't pay it again.");
}

/** Whether `person` may confirm as a witness: somebody else than who handed it out. */
export function decideConfirm(cash: CashPayout, person: string): Result<"confirm" | "nothing", CashRefusal> {
  if (cash.state === "paid") return ok("nothing");
  if (cash.state === "carried") return IS_CARRIED;
  if (cash.state === "open") {
    return refuse("cash_open", "Nobody has said that this was handed out yet. Nothing was changed.");
  }
  return cash.payer === person
    ? refuse("same_person", "You handed this out yourself: a second person confirms it. Nothing was changed.")
    : ok("confirm");
}

/** Whether what was handed out by mistake may be taken back: until it is confirmed, by anybody who may pay. */
export function decideTakeBack(cash: CashPayout): Result<"take_back", CashRefusal> {
  if (cash.state === "paid") return IS_PAID;
  if (cash.state === "carried") return IS_CARRIED;
  return cash.state === "handed"
    ? ok("take_back")
    : refuse("cash_open", "Nobody has said that this was handed out yet. Nothing was changed.");
}

/** Whether it may be carried over to the next statement: only what nobody has handed out. */
export function decideCarry(cash: CashPayout): Result<"carry" | "nothing", CashRefusal> {
  if (cash.state === "carried") return ok("nothing");
  if (cash.state === "paid") return IS_PAID;
  return cash.state === "open"
    ? ok("carry")
    : refuse(
        "cash_handed",
        "Somebody has said that this was handed out. Take that back first, if it is not so. Nothing was changed.",
      );
}
