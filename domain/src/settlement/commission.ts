import { compareText } from "../shared/order";

// What a cooperative owes agents and pays out to them (docs: adr, commissions are paid out). What was earned is a row of the waterfall, what
// went back is `lateRefund`'s; here they are gathered and paid, each once.

/** One entry of the ledger on an agent's account that no payout has taken up. */
export interface CommissionEntry {
  /** The journal that booked it. */
  readonly id: string;
  readonly agent_id: string;
  readonly at: Date;
  /** Minor units: earned above zero, gone back with a refund below. */
  readonly amount_minor: bigint;
}

export const COMMISSION_WAITS = [
  "owes",
  "nothing_owed",
  "below_minimum",
  "no_account",
  "account_on_hold",
  "account_not_valid",
  "account_refused",
  "bank_asks",
] as const;
/** Why an agent is not paid now; what they are owed stays owed. */
export type CommissionWait = (typeof COMMISSION_WAITS)[number];

export interface DueCommission<Entry extends CommissionEntry> {
  readonly agent_id: string;
  /** The sum of the entries; above zero. */
  readonly amount_minor: bigint;
  /** In the order in which they were booked. */
  readonly entries: readonly Entry[];
}

export interface WaitingCommission {
  readonly agent_id: string;
  readonly amount_minor: bigint;
  readonly because: CommissionWait;
}

/**
 * Who is paid of these entries, all of one cooperative and currency. Each entry is in one statement at most; what an agent is owed is paid
 * whole or not at all. Below zero (more went back than was earned since) waits for what comes next, as does what is under the minimum.
 * Agents come in the order of their ids, whatever the order of the entries.
 * @param faults why an agent's account can't be paid to; who is missing here has one that can.
 */
export function planCommissions<Entry extends CommissionEntry>(
  entries: readonly Entry[],
  minimum_minor: bigint,
  faults: ReadonlyMap<string, CommissionWait>,
): { readonly due: DueCommission<Entry>[]; readonly waiting: WaitingCommission[] } {
  if (minimum_minor < 0n) throw new RangeError(`minimum_minor must not be negative, got ${minimum_minor}`);
  const each = new Map<string, Entry[]>();
  for (const entry of entries) {
    const own = each.get(entry.agent_id);
    if (own) own.push(entry);
    else each.set(entry.agent_id, [entry]);
  }
  const due: DueCommission<Entry>[] = [];
  const waiting: WaitingCommission[] = [];
  for (const [agent_id, own] of [...each].sort(([a], [b]) => compareText(a, b))) {
    const amount_minor = own.reduce((sum, one) => sum + one.amount_minor, 0n);
    const because = whyNot(amount_minor, minimum_minor) ?? faults.get(agent_id);
    if (because) waiting.push({ agent_id, amount_minor, because });
    else due.push({ agent_id, amount_minor, entries: inOrder(own) });
  }
  return { due, waiting };
}

function whyNot(amount_minor: bigint, minimum_minor: bigint): CommissionWait | undefined {
  if (amount_minor < 0n) return "owes";
  if (amount_minor === 0n) return "nothing_owed";
  return amount_minor < minimum_minor ? "below_minimum" : undefined;
}

function inOrder<Entry extends CommissionEntry>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort((a, b) => a.at.getTime() - b.at.getTime() || compareText(a.id, b.id));
}
