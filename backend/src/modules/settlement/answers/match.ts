import {
  decideAnswer,
  isReopened,
  stopsAccount,
  type BankBooking,
  type BankFact,
  type BankPayout,
  type OpenItemKind,
} from "@commonlot/domain";
import { bankReference } from "../bank-file";
import type { PayeeColumns } from "../payout";
import type { ReadFile, ReadLine } from "./lines";

/** A payout as the answers find it, locked. */
export interface KnownPayout extends BankPayout {
  readonly id: string;
  readonly batch_id: string;
  /** Whose it is: a household's, or an agent's. */
  readonly payee: PayeeColumns;
  /** False while its batch's file has not been written. */
  readonly sent: boolean;
}

/** What becomes of one payout through a file. */
export interface Outcome extends KnownPayout {
  readonly books: readonly BankBooking[];
  /** Whether this file has re-opened it: the household is owed the money again. */
  readonly reopened: boolean;
  readonly reason_code: string | null;
  readonly reason: string | null;
}

export interface Answer {
  readonly line: number;
  readonly payout_id: string;
  readonly fact: BankFact;
  readonly action: "move" | "note" | "ask";
  readonly bank_state: BankPayout["state"];
  readonly reason_code: string | null;
  readonly reason: string | null;
}

export interface OpenItem {
  readonly line: number;
  readonly kind: OpenItemKind;
  readonly fact: BankFact;
  readonly reference: string | null;
  readonly amount_minor: bigint | null;
  readonly currency: string | null;
  readonly reason_code: string | null;
  readonly reason: string | null;
  readonly payout?: KnownPayout;
}

export interface Matched {
  readonly answers: Answer[];
  readonly items: OpenItem[];
  /** Payouts that changed. */
  readonly changed: Outcome[];
}

/** Goes through a file line by line; a payout named twice is taken as far as the first line has brought it. */
export function match(file: ReadFile, payouts: readonly KnownPayout[]): Matched {
  const now = new Map<string, Outcome>(
    payouts.map((payout) => [
      bankReference(payout.id),
      { ...payout, books: [], reopened: false, reason_code: null, reason: null },
    ]),
  );
  const batches = groupByBatch(payouts);
  const named = new Set(file.lines.flatMap(({ target }) => (target && "payout" in target ? [target.payout] : [])));
  const changed = new Set<string>();
  const answers: Answer[] = [];
  const items: OpenItem[] = [];
  const ask = (line: ReadLine, kind: OpenItemKind, payout?: KnownPayout): void => {
    items.push(itemOf(line, kind, payout));
  };
  const take = (line: ReadLine, reference: string, amount_minor: bigint | null): void => {
    const payout = now.get(reference);
    if (!payout) return ask(line, line.credit ? "unknown_credit" : "unknown_payout");
    if (!payout.sent) return ask(line, "not_sent", payout);
    const decision = decideAnswer(payout, { fact: line.fact, amount_minor, currency: line.currency });
    const move = decision.action === "note" ? undefined : decision.action === "move" ? decision : decision.move;
    const state = decision.action === "move" ? decision.to : payout.state;
    if (move) {
      const reopened = isReopened(state) && !isReopened(payout.state);
      const why = decision.action === "move" ? { reason_code: line.reason_code, reason: line.reason } : {};
      now.set(reference, {
        ...payout,
        ...why,
        state,
        debited: move.debited,
        books: [...payout.books, ...move.books],
        reopened: payout.reopened || reopened,
      });
      changed.add(reference);
      if (reopened && stopsAccount(line.reason_code)) ask(line, "account_refused", payout);
    }
    const { fact, reason_code, reason } = line;
    answers.push({
      line: line.line,
      payout_id: payout.id,
      fact,
      action: decision.action,
      bank_state: state,
      reason_code,
      reason,
    });
    if (decision.action === "ask") ask(line, decision.kind, payout);
  };
  for (const line of file.lines) {
    const { target } = line;
    if (target === null) ask(line, line.credit ? "unknown_credit" : "unknown_payout");
    else if ("payout" in target) take(line, target.payout, line.amount_minor);
    else takeBatch(line, batches.get(target.batch), { now, named, ask, take });
  }
  return { answers, items, changed: [...changed].flatMap((reference) => now.get(reference) ?? []) };
}

/**
 * One line for a batch: it says the same of every payout that no other line names. With an amount it must be the sum of
 * them all, or of those that the bank has not rejected: which it is says whom it is about.
 */
function takeBatch(
  line: ReadLine,
  references: readonly string[] | undefined,
  to: {
    now: ReadonlyMap<string, Outcome>;
    named: ReadonlySet<string>;
    ask: (line: ReadLine, kind: OpenItemKind) => void;
    take: (line: ReadLine, reference: string, amount_minor: bigint | null) => void;
  },
): void {
  if (!references) return to.ask(line, line.credit ? "unknown_credit" : "unknown_payout");
  const meant = references.filter((reference) => !to.named.has(reference));
  const paid = meant.filter((reference) => to.now.get(reference)?.state !== "rejected");
  const sum = (some: readonly string[]): bigint =>
    some.reduce((all, reference) => all + (to.now.get(reference)?.amount_minor ?? 0n), 0n);
  const about = line.amount_minor === null ? meant : [paid, meant].find((some) => sum(some) === line.amount_minor);
  if (!about) return to.ask(line, "wrong_amount");
  for (const reference of about) to.take(line, reference, null);
}

function itemOf(line: ReadLine, kind: OpenItemKind, payout?: KnownPayout): OpenItem {
  const { target, fact, amount_minor, currency, reason_code, reason } = line;
  const named = target === null ? null : "payout" in target ? target.payout : target.batch;
  const whole = payout && target !== null && "batch" in target;
  return {
    line: line.line,
    kind,
    fact,
    reference: whole ? bankReference(payout.id) : named,
    amount_minor: whole ? payout.amount_minor : amount_minor,
    currency: whole ? payout.currency : currency,
    reason_code,
    reason,
    ...(payout ? { payout } : {}),
  };
}

function groupByBatch(payouts: readonly KnownPayout[]): Map<string, string[]> {
  const batches = new Map<string, string[]>();
  for (const payout of payouts) {
    const batch = bankReference(payout.batch_id);
    const references = batches.get(batch);
    if (references) references.push(bankReference(payout.id));
    else batches.set(batch, [bankReference(payout.id)]);
  }
  return batches;
}
