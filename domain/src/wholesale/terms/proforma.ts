import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { defineTransitions } from "../../shared/transitions";
import type { AskReason } from "./statement";
import { paymentParts, type PaymentTerms } from "./terms";

// A proforma: what a company is to transfer before its order is placed, and until when (docs: adr, paid by transfer).

/**
 * `open` waits for its money; `paid`: all of it is there and the order is being placed; `granted`: the company pays later, and the order is
 * being placed; `ordered`. `lapsed`: the money did not come in time, or could not become an order any more; `void`: paid otherwise, or its
 * order is cancelled. What had come for one that ends without an order is the payer's again.
 */
export const PROFORMA_TRANSITIONS = defineTransitions({
  thing: "proforma",
  initial: "open",
  terminal: ["lapsed", "void"],
  next: {
    open: ["paid", "granted", "lapsed", "void"],
    paid: ["ordered", "lapsed", "void"],
    granted: ["ordered", "lapsed", "void"],
    ordered: ["void"],
    lapsed: [],
    void: [],
  },
});
export type ProformaState = keyof typeof PROFORMA_TRANSITIONS.next;
export const PROFORMA_STATES = [
  "open",
  "paid",
  "granted",
  "ordered",
  "lapsed",
  "void",
] as const satisfies readonly ProformaState[];

/** Whether nothing is to be paid on it any more and nothing came of it. */
export function isOff(state: ProformaState): boolean {
  return state === "lapsed" || state === "void";
}

/**
 * What is asked for. `whole` and `deposit`: before the order is placed, a part of it with terms of a deposit; `balance`: the rest, once the
 * What is asked for. `whole` and `deposit`: before the order is placed, a part of it with terms of a deposit; `balance`: the rest, once the
 * order stands; `account`: all of it, and the order stands at once; `freight`: the buyer's part of freight that turned out dearer. These three are
 * owed. `part`: one cooperative's share of an order of several, which is placed when all of them have come (docs: adr, joint quotes by transfer).
 */
export const PROFORMA_KINDS = ["whole", "deposit", "balance", "account", "freight", "part"] as const;
export type ProformaKind = (typeof PROFORMA_KINDS)[number];

export function isOwed(kind: ProformaKind): boolean {
  return kind === "balance" || kind === "account" || kind === "freight";
}

/** Of the proformas that one order of several cooperatives waits for, what one of them says. */
export interface PartProforma {
  readonly state: ProformaState;
  readonly due_at: Date;
}

/**
 * What becomes of an order that several proformas pay: `order`, all of their money is there; `lapse`, the end has come and some is lacking,
 * so that all of them end; `wait`; `over`, they have led to an order or ended already, or there are none.
 */
export function decideParts(parts: readonly PartProforma[], now: Date): "order" | "lapse" | "wait" | "over" {
  if (parts.length === 0 || parts.some((part) => part.state !== "open" && part.state !== "paid")) return "over";
  const open = parts.filter((part) => part.state === "open");
  if (open.length === 0) return "order";
  return open.some((part) => part.due_at <= now) ? "lapse" : "wait";
}

/** Before goods leave a balance is due so many days after its order; terms with days say their own. */
export const BALANCE_DAYS = 14;

/** What is owed of an order once it stands: until so many days after it, and whether its goods wait for that. */
export interface BalancePart {
  readonly amount_minor: bigint;
  readonly days: number;
  readonly before_dispatch: boolean;
}

/** What a transfer pays before the order is placed; `balance`: what is owed afterwards. */
export interface TransferPart {
  readonly kind: "whole" | "deposit";
  readonly amount_minor: bigint;
  readonly balance: BalancePart | null;
}

/**
 * What an order on these terms asks for by transfer before it is placed: its deposit, else all of it (who may pay later may pay at once, too).
 * Refuses an order that costs nothing.
 */
export function transferPart(
  terms: PaymentTerms | null,
  total_minor: bigint,
): Result<TransferPart, Refusal<"not_to_pay">> {
  if (total_minor <= 0n)
    return refuse("not_to_pay", "There is nothing to pay here now. Look at the quote once more; nothing was changed.");
  const parts = paymentParts(terms ?? { kind: "prepay" }, total_minor);
  const deposit = parts.find((part) => part.what === "deposit");
  const rest = parts.find((part) => part.what === "balance");
  if (!deposit || !rest) return ok({ kind: "whole", amount_minor: total_minor, balance: null });
  return ok({
    kind: "deposit",
    amount_minor: deposit.amount_minor,
    balance: {
      amount_minor: rest.amount_minor,
      days: rest.net_days ?? BALANCE_DAYS,
      before_dispatch: rest.before === "dispatch",
    },
  });
}

/** When a reminder of what is owed goes out: days after it was due, once each. */
export const REMINDERS = [
  { about: "due", days: 0 },
  { about: "late_7", days: 7 },
  { about: "late_14", days: 14 },
] as const;
const MS_PER_DAY = 86_400_000;

/**
 * The reminder that is to be sent now, when `sent` were before; null: none. Of several that time has brought at once only the last is sent;
 * `sent` says what then counts as sent.
 */
export function reminderDue(
  due_at: Date,
  sent: number,
  now: Date,
): { readonly about: (typeof REMINDERS)[number]["about"]; readonly sent: number } | null {
  const reached = REMINDERS.filter((one) => due_at.getTime() + one.days * MS_PER_DAY <= now.getTime());
  const last = reached.at(-1);
  return last !== undefined && reached.length > sent ? { about: last.about, sent: reached.length } : null;
}

/**
 * Why money that came waits for a person: what the statement's line lacks, more than was asked (`over`), it came for a proforma that
 * ended without an order (`lapsed`), or it is the refund of an order that was paid so (`refund`).
 */
export const TRANSFER_WHYS = [
  "no_reference",
  "unknown_reference",
  "several_references",
  "wrong_currency",
  "paid_already",
  "void",
  "in_time",
  "over",
  "lapsed",
  "refund",
] as const satisfies readonly (AskReason | "over" | "lapsed" | "refund")[];
export type TransferWhy = (typeof TRANSFER_WHYS)[number];
