import { debtsTakenBack, reverse, transferReturnedJournal, type Journal } from "@commonlot/domain";
import { killPoint } from "../../../lib/kill-point";
import { row, rows, type Transaction } from "../../../lib/sql";
import { newId } from "../ids";
import { journalOf, writeJournals, type LedgerEntry } from "../ledger";
import { LEFT } from "./lines";
import { lockProformas_, ofOrder, paidJournal, tellTransfer_, type ProformaRow } from "./rows";

/** What a bank took back of a line that was booked. */
export interface TakenOf {
  id: string;
  cooperative_id: string;
  line_id: string;
  currency: string;
  amount_minor: bigint;
}

/**
 * What of a line had paid debts is owed again, as far as the bank took it back, and the bank's line itself is booked; what the line had left goes
 * first. Nothing where it had paid no debt: what becomes of an order that was paid in advance, or of freight that was paid, is an act of people.
 * Once each: `transfer_use` has one return of a taking back. Locks the proformas, then the line.
 * @returns what is owed again, minor units
 */
export async function reopenDebts_(tx: Transaction, taken: TakenOf): Promise<bigint> {
  const proformas = await lockProformas_(
    tx,
    `p.id in (select proforma_id from transfer_use where line_id = ? and undone_at is null) and p.kind in ('balance', 'account') and p.state = 'ordered'`,
    [taken.line_id],
  );
  await rows(tx, `select 1 from transfer_line where id = ? for update`, [taken.line_id]);
  if (await row(tx, `select 1 from transfer_use where taken_back_id = ? limit 1`, [taken.id])) return 0n;
  const known = new Map(proformas.map((one) => [one.id, one]));
  const uses = (await usesOf(tx, taken.line_id)).filter((one) => known.has(one.proforma_id));
  const { left_minor } = await leftOfLine(tx, taken.line_id);
  const reopened = debtsTakenBack({ taken_minor: taken.amount_minor, left_minor }, uses);
  if (reopened.length === 0) return 0n;
  const entries: LedgerEntry[] = [];
  for (const { use_id, proforma_id, paid_minor, back_minor } of reopened) {
    const proforma = known.get(proforma_id);
    if (!proforma) throw new Error(`proforma ${proforma_id} is not locked`);
    await rows(tx, `update transfer_use set undone_at = now(), taken_back_id = ? where id = ?`, [taken.id, use_id]);
    entries.push(entryOf(reverse(paidJournal(proforma, paid_minor)), use_id, proforma));
    if (back_minor < paid_minor) entries.push(await keepPart_(tx, taken, proforma, paid_minor - back_minor));
  }
  await writeJournals(tx, entries);
  killPoint("debt_reopened");
  await bookReturn_(tx, taken);
  const owed_again = [...new Set(reopened.map((one) => one.proforma_id))];
  // Due at once: reminders begin anew from today.
  await rows(
    tx,
    `update proforma set settled_at = null, reminded = 0, due_at = greatest(due_at, now()), reopened = reopened + 1, reopened_at = now() where id = any(?)`,
    [owed_again],
  );
  for (const proforma_id of owed_again) await tellTransfer_(tx, proforma_id, "taken_back");
  killPoint("taken_back_before_commit");
  return reopened.reduce((sum, one) => sum + one.back_minor, 0n);
}

async function usesOf(
  tx: Transaction,
  line_id: string,
): Promise<{ use_id: string; proforma_id: string; paid_minor: bigint; at: Date }[]> {
  const found = await rows<{ use_id: string; proforma_id: string; paid: string; at: Date }>(
    tx,
    `select id as use_id, proforma_id, amount_minor::text as paid, at from transfer_use
     where line_id = ? and kind = 'proforma' and undone_at is null order by at, id`,
    [line_id],
  );
  return found.map(({ paid, ...one }) => ({ ...one, paid_minor: BigInt(paid) }));
}

async function leftOfLine(tx: Transaction, line_id: string): Promise<{ left_minor: bigint }> {
  const found = await row<{ left: string }>(tx, `select ${LEFT}::text as left from transfer_line l where l.id = ?`, [
    line_id,
  ]);
  return { left_minor: BigInt(found?.left ?? 0) };
}

/** The bank took back a part: the rest of what was paid stays paid. */
async function keepPart_(
  tx: Transaction,
  taken: TakenOf,
  proforma: ProformaRow,
  amount_minor: bigint,
): Promise<LedgerEntry> {
  const id = newId("tuse");
  await rows(
    tx,
    `insert into transfer_use (id, line_id, kind, proforma_id, amount_minor, person, words) values (?, ?, 'proforma', ?, ?, null, '')`,
    [id, taken.line_id, proforma.id, String(amount_minor)],
  );
  return entryOf(paidJournal(proforma, amount_minor), id, proforma);
}

/** The bank's own line: what it took left the account, from the line's money that is nobody's now. */
async function bookReturn_(tx: Transaction, taken: TakenOf): Promise<void> {
  const { left_minor } = await leftOfLine(tx, taken.line_id);
  const amount_minor = left_minor < taken.amount_minor ? left_minor : taken.amount_minor;
  const id = newId("tuse");
  await rows(
    tx,
    `insert into transfer_use (id, line_id, kind, amount_minor, words, taken_back_id) values (?, ?, 'returned', ?, '', ?)`,
    [id, taken.line_id, String(amount_minor), taken.id],
  );
  const { cooperative_id, currency } = taken;
  const memo = `Taken back by the bank of transfer ${taken.line_id}`;
  const journal = journalOf(transferReturnedJournal({ cooperative_id, currency, amount_minor, memo }));
  await writeJournals(tx, [{ journal, source_id: id }]);
}

const entryOf = (journal: Journal, source_id: string, proforma: ProformaRow): LedgerEntry => ({
  journal,
  source_id,
  ...ofOrder(proforma),
});
