import {
  decideParts,
  isOwed,
  paymentReference,
  receivablePaidJournal,
  reverse,
  type Journal,
  type ProformaKind,
  type ProformaState,
  type TransferMail,
} from "@commonlot/domain";
import { row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { append } from "../../outbox/append";
import type { SealedAccount } from "../accounts";
import { newId } from "../ids";
import { journalOf, writeJournals } from "../ledger";
import { freightPaid_ } from "./freight-paid";

/** What a company is to transfer for one cart, or owes for its order. */
export interface ProformaRow {
  id: string;
  kind: ProformaKind;
  number: string;
  reference: string;
  cooperative_id: string;
  company_id: string;
  company: string;
  quote_id: string;
  quote_number: string;
  cart_id: string;
  currency: string;
  amount_minor: bigint;
  /** What the order costs, of which it may ask for a part. */
  total_minor: bigint;
  /** What refunds took off what is owed. */
  credited_minor: bigint;
  /** Matched to it now. */
  paid_minor: bigint;
  /** Ever matched to it: also what it let go when it ended. */
  came_minor: bigint;
  account: SealedAccount;
  due_at: Date;
  /** Of a deposit: days after the order until the rest is due. */
  balance_days: number | null;
  /** Whether goods wait for what is owed. */
  before_dispatch: boolean;
  /** Nothing of what is owed is open any more. */
  settled_at: Date | null;
  /** How often a bank took back what had paid it, and when last. */
  reopened: number;
  reopened_at: Date | null;
  state: ProformaState;
  because: string | null;
  session_id: string | null;
  order_id: string | null;
  issued_by: string;
  issued_at: Date;
  paid_at: Date | null;
  ended_at: Date | null;
}

/** What refunds took off what is owed by a proforma `p`. */
export const CREDITED = `coalesce((select sum(c.amount_minor) from receivable_credit c where c.proforma_id = p.id), 0)`;
const PAID = `coalesce((select sum(u.amount_minor) from transfer_use u where u.proforma_id = p.id and u.undone_at is null), 0)::text as paid_minor,
  coalesce((select sum(u.amount_minor) from transfer_use u where u.proforma_id = p.id), 0)::text as came_minor`;
export const PROFORMA = `p.id, p.kind, p.number::text as number, p.reference, p.cooperative_id, p.company_id, p.company, p.quote_id, p.quote_number, p.cart_id, p.currency,
  p.amount_minor::text as amount_minor, coalesce(p.total_minor, p.amount_minor)::text as total_minor, ${CREDITED}::text as credited_minor, ${PAID},
  p.account, p.due_at, p.balance_days, p.before_dispatch, p.settled_at, p.reopened, p.reopened_at, p.state, p.because, p.session_id, p.order_id, p.issued_by, p.issued_at, p.paid_at, p.ended_at`;

type Sums = "amount_minor" | "total_minor" | "credited_minor" | "paid_minor" | "came_minor";
export type FoundProforma = Omit<ProformaRow, Sums> & Record<Sums, string>;
export const proformaOf = <T extends FoundProforma>(found: T) => ({
  ...found,
  amount_minor: BigInt(found.amount_minor),
  total_minor: BigInt(found.total_minor),
  credited_minor: BigInt(found.credited_minor),
  paid_minor: BigInt(found.paid_minor),
  came_minor: BigInt(found.came_minor),
});

/** What is still to be paid on it. */
export function leftOf(one: Pick<ProformaRow, "amount_minor" | "paid_minor" | "credited_minor">): bigint {
  return one.amount_minor - one.paid_minor - one.credited_minor;
}

/** Whether money can still be matched to it: one that waits, or one that is owed. */
export function takesMoney(one: Pick<ProformaRow, "kind" | "state">): boolean {
  return one.state === "open" || (isOwed(one.kind) && (one.state === "granted" || one.state === "ordered"));
}

/** Proformas by a condition on `p`. */
export async function findProformas(sql: Sql, where: string, bindings: readonly unknown[]): Promise<ProformaRow[]> {
  return (await rows<FoundProforma>(sql, `select ${PROFORMA} from proforma p where ${where}`, bindings)).map(
    proformaOf,
  );
}

/**
 * Under their locks, and then what is matched to each: of a line and a proforma the proforma is locked first. Whoever lets a proforma's
 * money go takes no lock of a line.
 */
export async function lockProformas_(
  tx: Transaction,
  where: string,
  bindings: readonly unknown[],
): Promise<ProformaRow[]> {
  const locked = await rows<{ id: string }>(
    tx,
    `select p.id from proforma p where ${where} order by p.id for update`,
    bindings,
  );
  // Asked again: what others matched while this waited for the lock.
  return findProformas(tx, `p.id = any(?) order by p.id`, [locked.map((one) => one.id)]);
}

/** The next number, and the reference that comes of it. */
export async function nextReference(tx: Transaction): Promise<{ number: string; reference: string }> {
  const found = await row<{ number: string }>(tx, `select nextval('proforma_number')::text as number`);
  const number = found?.number ?? "";
  return { number, reference: paymentReference(Number(number)) };
}

/** Told once: in the transaction of what it tells of. */
export async function tellTransfer_(tx: Transaction, proforma_id: string, about: TransferMail): Promise<void> {
  await append(tx, { job: "transfer-mail", payload: { proforma_id, about } });
}

/**
 * Matches an amount of a line to a proforma that waits for it; the last cent of it sends the order on its way. What is owed by an order that
 * stands goes down by it in the books, too.
 */
export async function payProforma_(
  tx: Transaction,
  proforma: ProformaRow,
  use: { line_id: string; amount_minor: bigint; person: string | null; words: string },
): Promise<void> {
  const id = newId("tuse");
  await rows(
    tx,
    `insert into transfer_use (id, line_id, kind, proforma_id, amount_minor, person, words) values (?, ?, 'proforma', ?, ?, ?, ?)`,
    [id, use.line_id, proforma.id, String(use.amount_minor), use.person, use.words],
  );
  if (isOwed(proforma.kind)) {
    await writeJournals(tx, [
      { journal: await paidJournal_(tx, proforma, use.amount_minor), source_id: id, ...ofOrder(proforma) },
    ]);
    if (use.amount_minor < leftOf(proforma)) return tellTransfer_(tx, proforma.id, "owed_part");
    return settle_(tx, proforma.id);
  }
  if (proforma.paid_minor + use.amount_minor < proforma.amount_minor) return tellTransfer_(tx, proforma.id, "part");
  await rows(tx, `update proforma set state = 'paid', paid_at = now() where id = ? and state = 'open'`, [proforma.id]);
  if (proforma.kind === "part") return partPaid_(tx, proforma);
  await append(tx, { job: "transfer-paid", payload: { proforma_id: proforma.id }, dedup_key: proforma.id });
  await tellTransfer_(tx, proforma.id, "arrived");
}

/**
 * In turn for all parts of one cart: of two that are paid in one moment the second sees the first. Taken after a part's own lock, and whoever holds
 * it waits for no part.
 */
export async function lockParts_(tx: Transaction, cart_id: string): Promise<void> {
  await rows(tx, `select pg_advisory_xact_lock(hashtextextended(?, 0))`, [`proforma_parts:${cart_id}`]);
}

/** One cooperative's share is there whole; the last one sends the order of all of them on its way, by the first of them. */
async function partPaid_(tx: Transaction, part: ProformaRow): Promise<void> {
  await lockParts_(tx, part.cart_id);
  const parts = await rows<{ id: string; state: ProformaState; due_at: Date }>(
    tx,
    `select p.id, p.state, p.due_at from proforma p join proforma one on one.id = ? and one.cart_id = p.cart_id and one.issued_at = p.issued_at
     where p.kind = 'part' order by p.id`,
    [part.id],
  );
  const [first] = parts;
  if (!first || decideParts(parts, new Date()) !== "order") return tellTransfer_(tx, part.id, "share_arrived");
  await append(tx, { job: "transfer-paid", payload: { proforma_id: first.id }, dedup_key: first.id });
  await tellTransfer_(tx, part.id, "arrived");
}

/** Nothing is owed by it any more: said once, and a sale that waits to be divided goes on (`receivables.ts`). Under its lock. */
export async function settle_(tx: Transaction, proforma_id: string): Promise<void> {
  const settled = await row<{ order_id: string | null; post_waits_at: Date | null; reopened: number }>(
    tx,
    `update proforma set settled_at = now() where id = ? and settled_at is null returning order_id, post_waits_at, reopened`,
    [proforma_id],
  );
  if (!settled) return;
  await tellTransfer_(tx, proforma_id, "settled");
  const { order_id, post_waits_at, reopened } = settled;
  // Its first message of this job was answered while money was open, so this is another one.
  if (order_id !== null && post_waits_at !== null)
    await append(tx, {
      job: "post",
      payload: { order_id },
      dedup_key: `${order_id}:settled${reopened === 0 ? "" : `:${reopened}`}`,
    });
}

/** Of freight the cooperative had put in what comes; of all else the company owed it. */
async function paidJournal_(tx: Transaction, proforma: ProformaRow, amount_minor: bigint): Promise<Journal> {
  return proforma.kind === "freight" ? freightPaid_(tx, proforma, amount_minor) : paidJournal(proforma, amount_minor);
}

/** What a use of a line books for what is owed by an order that stands. */
export function paidJournal(proforma: ProformaRow, amount_minor: bigint): Journal {
  const { cooperative_id, company_id, currency, reference } = proforma;
  return journalOf(
    receivablePaidJournal({ cooperative_id, company_id, currency, amount_minor, memo: `Paid ${reference}` }),
  );
}

export const ofOrder = ({ order_id }: ProformaRow): { order_id?: string } => (order_id === null ? {} : { order_id });

/** Ends a proforma that became no order, or no order any more: what was matched to it is the payer's again, and waits for a person. */
export async function letGo_(
  tx: Transaction,
  proforma: ProformaRow,
  as: { state: "lapsed" | "void"; because: string },
): Promise<void> {
  if (proforma.kind === "freight")
    throw new Error(`proforma ${proforma.id} asks for freight that was carried: it stands`);
  if (isOwed(proforma.kind)) {
    const uses = await rows<{ id: string; amount: string }>(
      tx,
      `select id, amount_minor::text as amount from transfer_use where proforma_id = ? and undone_at is null order by id`,
      [proforma.id],
    );
    const back = uses.map(({ id, amount }) => ({
      journal: reverse(paidJournal(proforma, BigInt(amount))),
      source_id: id,
      ...ofOrder(proforma),
    }));
    await writeJournals(tx, back);
  }
  await rows(tx, `update proforma set state = ?, because = ?, ended_at = now() where id = ?`, [
    as.state,
    as.because,
    proforma.id,
  ]);
  await rows(tx, `update transfer_use set undone_at = now() where proforma_id = ? and undone_at is null`, [
    proforma.id,
  ]);
}
