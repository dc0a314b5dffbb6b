import { formatMinor } from "../../shared/money";
import { ok, refuse, type Refusal, type Result } from "../../shared/result";
import { mayAct, type CompanyRole, type CompanyState } from "./company";
import { calendarWindow, type CalendarWindow, type TimeZoneRefusal, type WindowKind } from "./local-days";

// What a member may spend alone, and who may let more through (docs: adr, wholesale).

/** A member's limits in the company's currency, minor units; null: no such limit. Both count what the order costs with tax and freight. */
export interface SpendingLimits {
  readonly per_order_minor: bigint | null;
  readonly per_window: { readonly kind: WindowKind; readonly limit_minor: bigint } | null;
}

/** `awaiting_approval` holds its goods; `declined` and `cancelled` never came to be. */
export type SpendingState = "awaiting_approval" | "placed" | "declined" | "cancelled";

/** One order as limits see it. */
export interface SpentOrder {
  readonly order_id: string;
  /** Placed by, or for an approver's own limits: approved by. */
  readonly person: string;
  /** When it was asked for; that it was approved in the next month does not move it there. */
  readonly asked_at: Date;
  readonly total_minor: bigint;
  readonly state: SpendingState;
}

/**
 * What counts of a person's orders in a window: those asked for in it that were placed or still wait for approval, with their whole
 * totals. A refund later gives no room back, a cancelled or declined order does. An order that is named twice counts once.
 */
export function spentIn(orders: readonly SpentOrder[], person: string, window: CalendarWindow): bigint {
  const seen = new Set<string>();
  let sum = 0n;
  for (const one of orders) {
    const counts = one.state === "placed" || one.state === "awaiting_approval";
    if (!counts || one.person !== person || one.asked_at < window.from || one.asked_at >= window.to) continue;
    if (seen.has(one.order_id)) continue;
    seen.add(one.order_id);
    sum += one.total_minor;
  }
  return sum;
}

/** What is left of a limit; nothing where more is spent, as after a limit was lowered. */
export function leftOf(limit_minor: bigint, spent_minor: bigint): bigint {
  return spent_minor >= limit_minor ? 0n : limit_minor - spent_minor;
}

export interface Spender {
  readonly person: string;
  readonly roles: readonly CompanyRole[];
  readonly limits: SpendingLimits;
}

/** A company's own frame of money and time. */
export interface SpendingFrame {
  readonly company_state: CompanyState;
  readonly currency: string;
  /** IANA. */
  readonly time_zone: string;
}

export type OverLimit =
  | { readonly over: "order"; readonly limit_minor: bigint }
  | {
      readonly over: "window";
      readonly limit_minor: bigint;
      /** Counted before this order. */
      readonly spent_minor: bigint;
      readonly window: CalendarWindow;
    };

/**
 * Whether an amount is within limits at a moment: null when it is, else the first limit it passes, the one per order before the one per
 * window. An amount equal to the limit is within it. `before`: orders so far, this one left out.
 */
export function overLimit(
  frame: Pick<SpendingFrame, "time_zone">,
  who: Pick<Spender, "person" | "limits">,
  amount_minor: bigint,
  before: readonly SpentOrder[],
  at: Date,
): Result<OverLimit | null, TimeZoneRefusal> {
  const { per_order_minor, per_window } = who.limits;
  if (per_order_minor !== null && amount_minor > per_order_minor)
    return ok({ over: "order", limit_minor: per_order_minor });
  if (per_window === null) return ok(null);
  const window = calendarWindow(per_window.kind, frame.time_zone, at);
  if (!window.ok) return window;
  const spent_minor = spentIn(before, who.person, window.value);
  if (spent_minor + amount_minor <= per_window.limit_minor) return ok(null);
  return ok({ over: "window", limit_minor: per_window.limit_minor, spent_minor, window: window.value });
}

export interface PurchaseInput extends SpendingFrame {
  readonly buyer: Spender;
  readonly order: { readonly total_minor: bigint; readonly currency: string };
  readonly before: readonly SpentOrder[];
  readonly now: Date;
}

export type PurchaseDecision =
  { readonly action: "place" } | { readonly action: "ask_approval"; readonly why: OverLimit };

export type PurchaseRefusal =
  TimeZoneRefusal | Refusal<"company_not_approved" | "not_your_role" | "wrong_currency" | "amount_not_positive">;

/**
 * Whether a member's order is placed at once or waits for an approver. Refuses a company that is not approved (or not any more), who may
 * not buy, nothing to pay, and a currency that the company's limits do not count.
 */
export function decidePurchase(input: PurchaseInput): Result<PurchaseDecision, PurchaseRefusal> {
  const { buyer, order, before, now } = input;
  const company = companyRefusal(input);
  if (company) return company;
  if (!mayAct(buyer.roles, "buy"))
    return refuse("not_your_role", "Only a buyer of the company orders. Ask an owner for the role.");
  if (order.total_minor <= 0n) return refuse("amount_not_positive", "An order costs more than nothing.", "total_minor");
  if (order.currency !== input.currency) return currencyRefusal(input.currency, order.currency);
  const over = overLimit(input, buyer, order.total_minor, before, now);
  if (!over.ok) return over;
  return ok(over.value === null ? { action: "place" } : { action: "ask_approval", why: over.value });
}

export interface ApprovalInput extends SpendingFrame {
  readonly approver: Spender;
  readonly order: SpentOrder & { readonly currency: string };
  /** What this approver has approved so far; `person` is the approver. */
  readonly approved_before: readonly SpentOrder[];
  readonly decision: "approved" | "declined";
  /** Why not, as the buyer reads it. */
  readonly words: string;
  readonly now: Date;
}

export type ApprovalRefusal =
  | TimeZoneRefusal
  | Refusal<
      | "company_not_approved"
      | "own_order"
      | "not_your_role"
      | "stale"
      | "wrong_currency"
      | "words_needed"
      | "over_your_limit"
    >;

/**
 * Whether an approver's word counts. Nobody approves or declines their own order, whatever their roles. An approver's own limits hold
 * for what they approve: per order, and in the window of today together with what they approved in it. Declining has no limit and needs
 * words. A company that is suspended declines only.
 */
export function decideApproval(input: ApprovalInput): Result<"approved" | "declined", ApprovalRefusal> {
  const { approver, order, decision } = input;
  if (order.person === approver.person)
    return refuse("own_order", "You placed this order: another approver decides. The goods stay held meanwhile.");
  if (!mayAct(approver.roles, "approve"))
    return refuse("not_your_role", "Only an approver of the company decides about an order. Nothing was changed.");
  if (order.state !== "awaiting_approval")
    return refuse("stale", "This order has been decided already. Nothing was changed; look at the page again.");
  if (decision === "declined") {
    if (input.words.trim().length < 2)
      return refuse("words_needed", "Say why, so that the buyer can read it.", "words");
    return ok("declined");
  }
  const company = companyRefusal(input);
  if (company) return company;
  if (order.currency !== input.currency) return currencyRefusal(input.currency, order.currency);
  const over = overLimit(input, approver, order.total_minor, input.approved_before, input.now);
  if (!over.ok) return over;
  if (over.value === null) return ok("approved");
  const limit = `${formatMinor(over.value.limit_minor, input.currency)} ${input.currency}`;
  const message =
    over.value.over === "order"
      ? `You may approve orders up to ${limit}. Somebody with a higher limit decides; nothing was changed.`
      : `With this order you would approve more than ${limit} from ${over.value.window.first_day} to ${over.value.window.last_day}. Somebody else decides; nothing was changed.`;
  return refuse("over_your_limit", message);
}

function companyRefusal({ company_state }: SpendingFrame) {
  if (company_state === "approved") return null;
  return refuse(
    "company_not_approved",
    company_state === "suspended" || company_state === "closed"
      ? `The company is ${company_state}: it orders nothing new. Nothing was ordered.`
      : "The company has not been approved yet. Your table is kept; order when it is.",
  );
}

function currencyRefusal(own: string, given: string) {
  return refuse("wrong_currency", `The company buys in ${own}; this order is in ${given}.`, "currency");
}
