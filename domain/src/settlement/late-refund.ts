import { apportion } from "../shared/apportion";
import { compareText } from "../shared/order";
import { refuse, type Refusal, type Result } from "../shared/result";
import { assertBalanced, type Account, type Journal, type JournalRefusal, type Posting } from "./journal";
import type { WaterfallRow } from "./waterfall";

// A refund of a sale that is divided already (docs: rules, ledger over time; adr, clawbacks): rows of the refunded part go
// back, and what no row gives back is borne.

export interface DividedLine {
  readonly order_line_id: string;
  /** Rows of its waterfall, as stored. */
  readonly rows: readonly {
    readonly account: WaterfallRow["account"];
    readonly party: string;
    readonly amount_minor: bigint;
  }[];
  readonly paid_minor: bigint;
  /** Given back since it was divided, tax left out. */
  readonly before_minor: bigint;
  /** To give back now. */
  readonly amount_minor: bigint;
  /** Of it: tax. */
  readonly tax_minor: bigint;
}

export interface ReversedRow {
  readonly account: "tax" | "platform_fee" | "cooperative_fee" | "agent_commission";
  readonly party: string;
  readonly amount_minor: bigint;
}

export interface LateRefund {
  readonly rows: readonly ReversedRow[];
  /**
   * What no fee gives back: goods, packing and freight; somebody bears it. Of all refunds of a line together never below zero; one of
   * a cent or two may be, by what the floors before it kept of the fees.
   */
  readonly cost_minor: bigint;
}

const FEES: readonly ReversedRow["account"][] = ["platform_fee", "cooperative_fee", "agent_commission"];

/**
 * What goes back of one line: its tax; of each fee, the part that its refunded money has of the money that was divided,
 * `floor(fee * refunded / divided)` of all refunds together less that of those before, so that many small refunds give back what
 * one large one does; nobody earns on money that went back. Packing and carriage were done and stay paid. The rest is the cost.
 * Refuses more than was divided and not given back yet.
 */
export function lateRefund(line: DividedLine): Result<LateRefund, Refusal<"refund_over_paid" | "amount_not_positive">> {
  const goods = line.amount_minor - line.tax_minor;
  if (line.amount_minor <= 0n || line.tax_minor < 0n || goods < 0n)
    return refuse("amount_not_positive", "A refund gives back more than zero on each line it names.", "amount_minor");
  const gone = new Set(["tax", "buyer_refund"]);
  const divided = line.rows.reduce((sum, one) => (gone.has(one.account) ? sum : sum + one.amount_minor), 0n);
  const after = line.before_minor + goods;
  if (after > divided) {
    return refuse("refund_over_paid", "This is more than was paid and not yet given back.", "amount_minor");
  }
  const rows: ReversedRow[] = [];
  const tax = line.rows.find((one) => one.account === "tax");
  if (line.tax_minor > 0n) rows.push({ account: "tax", party: tax?.party ?? "", amount_minor: line.tax_minor });
  for (const account of FEES) {
    for (const fee of line.rows.filter((one) => one.account === account)) {
      const amount_minor = part(fee.amount_minor, after, divided) - part(fee.amount_minor, line.before_minor, divided);
      if (amount_minor > 0n) rows.push({ account, party: fee.party, amount_minor });
    }
  }
  const fees = rows.reduce((sum, one) => (one.account === "tax" ? sum : sum + one.amount_minor), 0n);
  return { ok: true, value: { rows, cost_minor: goods - fees } };
}

function part(fee: bigint, of: bigint, whole: bigint): bigint {
  return whole <= 0n ? 0n : (fee * of) / whole;
}

/** The deposit is made whole again: tax, fees and the cost -> buyer deposit, from where the money goes back. */
export function lateRefundJournal(input: {
  readonly order_id: string;
  readonly cooperative_id: string;
  /** Who sold, and so owes the tax; the cooperative when left out. */
  readonly tax_party?: string;
  readonly currency: string;
  readonly refund: LateRefund;
  /** Who bears the cost. */
  readonly cost: Account;
  readonly memo: string;
}): Result<Journal, JournalRefusal> {
  const { refund, cooperative_id } = input;
  const total = refund.rows.reduce((sum, one) => sum + one.amount_minor, refund.cost_minor);
  const partyOf = (one: ReversedRow): string =>
    one.account === "tax"
      ? (input.tax_party ?? cooperative_id)
      : one.account === "cooperative_fee"
        ? cooperative_id
        : one.party;
  const postings: Posting[] = [
    ...refund.rows.map((one): Posting => ({
      account: { kind: one.account, party: partyOf(one) },
      amount_minor: one.amount_minor,
    })),
    { account: input.cost, amount_minor: refund.cost_minor },
    { account: { kind: "buyer_deposit", party: input.order_id }, amount_minor: -total },
  ];
  return assertBalanced({
    kind: "refund_divided",
    currency: input.currency,
    postings: postings.filter((one) => one.amount_minor !== 0n),
    memo: input.memo,
  });
}

/**
 * An amount that names no lines (a bank took it, somebody refunded at the processor) over the lines of its order, by what is not
 * given back of each; and its tax by the part that a line is given back. Largest remainder, ties by line. Refuses more than is left.
 */
export function overLines(
  amount_minor: bigint,
  lines: readonly { readonly order_line_id: string; readonly left_minor: bigint; readonly tax_left_minor: bigint }[],
): Result<{ order_line_id: string; amount_minor: bigint; tax_minor: bigint }[], Refusal<"refund_over_paid">> {
  const left = lines.reduce((sum, one) => sum + one.left_minor, 0n);
  if (amount_minor > left || amount_minor <= 0n)
    return refuse("refund_over_paid", "This is more than was paid and not yet given back.", "amount_minor");
  const shares = apportion(
    amount_minor,
    lines.map((one) => one.left_minor),
    lines.map((one) => one.order_line_id),
    compareText,
  );
  return {
    ok: true,
    value: lines.flatMap((line, index) => {
      const share = shares[index] ?? 0n;
      if (share === 0n) return [];
      const { order_line_id, left_minor, tax_left_minor } = line;
      return [{ order_line_id, amount_minor: share, tax_minor: (tax_left_minor * share) / left_minor }];
    }),
  };
}

/**
 * An amount whose lines a person has named, each by what went back of it; and its tax by the part that a line is given back. Refuses a
 * line that the order has not or that is named twice, more than is left of one, and parts that are not together the amount.
 */
export function chosenLines(
  amount_minor: bigint,
  chosen: readonly { readonly order_line_id: string; readonly amount_minor: bigint }[],
  lines: readonly { readonly order_line_id: string; readonly left_minor: bigint; readonly tax_left_minor: bigint }[],
): Result<
  { order_line_id: string; amount_minor: bigint; tax_minor: bigint }[],
  Refusal<"line_not_found" | "duplicate_line" | "refund_over_paid" | "refund_differs">
> {
  const left = new Map(lines.map((line) => [line.order_line_id, line]));
  const seen = new Set<string>();
  const given: { order_line_id: string; amount_minor: bigint; tax_minor: bigint }[] = [];
  for (const { order_line_id, amount_minor: part } of chosen) {
    const line = left.get(order_line_id);
    if (!line) return refuse("line_not_found", "The order has no such line.", "lines");
    if (seen.has(order_line_id)) return refuse("duplicate_line", "A line is named twice.", "lines");
    seen.add(order_line_id);
    if (part <= 0n || part > line.left_minor)
      return refuse("refund_over_paid", "This is more of a line than was paid and not yet given back.", "lines");
    given.push({ order_line_id, amount_minor: part, tax_minor: (line.tax_left_minor * part) / line.left_minor });
  }
  const sum = given.reduce((total, one) => total + one.amount_minor, 0n);
  if (sum !== amount_minor)
    return refuse("refund_differs", `The lines sum to ${sum}, the refund is ${amount_minor} minor units.`, "lines");
  return { ok: true, value: given };
}
