import { paymentReference, type ProformaState, type TransferMail } from "@commonlot/domain";
import { row, rows, type Sql, type Transaction } from "../../../lib/sql";
import { append } from "../../outbox/append";
import type { SealedAccount } from "../accounts";
import { newId } from "../ids";

/** What a company is to transfer for one cart. */
export interface ProformaRow {
  id: string;
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
  /** Matched to it now. */
  paid_minor: bigint;
  /** Ever matched to it: also what it let go when it ended. */
  came_minor: bigint;
  account: SealedAccount;
  due_at: Date;
  state: ProformaState;
  because: string | null;
  session_id: string | null;
  order_id: string | null;
  issued_by: string;
  issued_at: Date;
  paid_at: Date | null;
  ended_at: Date | null;
}

const PAID = `coalesce((select sum(u.amount_minor) from transfer_use u where u.proforma_id = p.id and u.undone_at is null), 0)::text as paid_minor,
  coalesce((select sum(u.amount_minor) from transfer_use u where u.proforma_id = p.id), 0)::text as came_minor`;
export const PROFORMA = `p.id, p.number::text as number, p.reference, p.cooperative_id, p.company_id, p.company, p.quote_id, p.quote_number, p.cart_id, p.currency,
  p.amount_minor::text as amount_minor, ${PAID}, p.account, p.due_at, p.state, p.because, p.session_id, p.order_id, p.issued_by, p.issued_at, p.paid_at, p.ended_at`;

type Sums = "amount_minor" | "paid_minor" | "came_minor";
export type FoundProforma = Omit<ProformaRow, Sums> & Record<Sums, string>;
export const proformaOf = <T extends FoundProforma>(found: T) => ({
  ...found,
  amount_minor: BigInt(found.amount_minor),
  paid_minor: BigInt(found.paid_minor),
  came_minor: BigInt(found.came_minor),
});

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

/** Matches an amount of a line to a proforma that waits for it; the last cent of it sends the order on its way. */
export async function payProforma_(
  tx: Transaction,
  proforma: ProformaRow,
  use: { line_id: string; amount_minor: bigint; person: string | null; words: string },
): Promise<void> {
  await rows(
    tx,
    `insert into transfer_use (id, line_id, kind, proforma_id, amount_minor, person, words) values (?, ?, 'proforma', ?, ?, ?, ?)`,
    [newId("tuse"), use.line_id, proforma.id, String(use.amount_minor), use.person, use.words],
  );
  if (proforma.paid_minor + use.amount_minor < proforma.amount_minor) return tellTransfer_(tx, proforma.id, "part");
  await rows(tx, `update proforma set state = 'paid', paid_at = now() where id = ? and state = 'open'`, [proforma.id]);
  await append(tx, { job: "transfer-paid", payload: { proforma_id: proforma.id }, dedup_key: proforma.id });
  await tellTransfer_(tx, proforma.id, "arrived");
}

/** Ends a proforma that became no order, or no order any more: what was matched to it is the payer's again, and waits for a person. */
export async function letGo_(
  tx: Transaction,
  proforma: Pick<ProformaRow, "id">,
  as: { state: "lapsed" | "void"; because: string },
): Promise<void> {
  await rows(tx, `update proforma set state = ?, because = ?, ended_at = now() where id = ?`, [
    as.state,
    as.because,
    proforma.id,
  ]);
  await rows(tx, `update transfer_use set undone_at = now() where proforma_id = ? and undone_at is null`, [
    proforma.id,
  ]);
}
