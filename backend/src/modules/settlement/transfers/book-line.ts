import {
  isOff,
  isOwed,
  matchStatement,
  referencesIn,
  transferInJournal,
  type BankLine,
  type Journal,
  type LineMatch,
  type Proforma,
} from "@commonlot/domain";
import { killPoint } from "../../../lib/kill-point";
import { row, rows, type Transaction } from "../../../lib/sql";
import { dayIn, HOME_TZ } from "../../../lib/today";
import { newId } from "../ids";
import { journalOf, writeJournals } from "../ledger";
import type { ReadStatement } from "./read-statement";
import { findProformas, leftOf, lockProformas_, payProforma_, takesMoney, type ProformaRow } from "./rows";

/** Proformas that wait, to suggest from: the ones that are due first. */
const MAX_WAITING = 2_000;

/** One line of a statement, whole: its row, its journal, what it pays and what follows from that. Known already: nothing. */
export async function book_(
  tx: Transaction,
  of: { cooperative_id: string; statement_id: string },
  line: ReadStatement["credits"][number],
): Promise<void> {
  const id = newId("tline");
  const written = await row(
    tx,
    `insert into transfer_line (id, cooperative_id, source, line_key, statement_id, booked_on, currency, amount_minor, payer, words, bank_ref)
     values (?, ?, 'bank', ?, ?, ?, ?, ?, ?, ?, ?) on conflict on constraint transfer_line_once do nothing returning 1`,
    [
      ...[id, of.cooperative_id, line.line_id, of.statement_id, line.booked_on, line.currency],
      ...[String(line.amount_minor), line.payer, line.text, line.bank_ref],
    ],
  );
  // Another file shows it too, and was first.
  if (!written) return;
  killPoint("transfer_line_written");
  const { cooperative_id } = of;
  await writeJournals(tx, [{ journal: inJournal(cooperative_id, line), source_id: id }]);
  killPoint("transfer_line_in_the_books");
  const named = await lockProformas_(tx, `p.cooperative_id = ? and p.reference = any(?)`, [
    cooperative_id,
    referencesIn(line.text),
  ]);
  const [found] = matchStatement([line], named.map(asked), new Set());
  if (found?.action === "match") return match_(tx, { id, named }, found);
  if (found?.action !== "ask") return;
  const suggestions = found.suggestions.length > 0 ? found.suggestions : await suggested(tx, cooperative_id, line);
  const [whose, another] = named;
  await rows(tx, `update transfer_line set why = ?, suggestions = ?, company_id = ? where id = ?`, [
    found.why,
    [...suggestions],
    another ? null : (whose?.company_id ?? null),
    id,
  ]);
}

/** What the books say of a line that came. */
export function inJournal(
  cooperative_id: string,
  { booked_on, currency, amount_minor }: Pick<BankLine, "booked_on" | "currency" | "amount_minor">,
): Journal {
  const memo = `Bank statement, transfer of ${booked_on}`;
  return journalOf(transferInJournal({ cooperative_id, currency, amount_minor, memo }));
}

async function match_(
  tx: Transaction,
  line: { id: string; named: readonly ProformaRow[] },
  found: Extract<LineMatch, { action: "match" }>,
): Promise<void> {
  const proforma = line.named.find((one) => one.id === found.proforma_id);
  if (!proforma) throw new Error(`proforma ${found.proforma_id} was matched and is not there`);
  await payProforma_(tx, proforma, { line_id: line.id, amount_minor: found.applied_minor, person: null, words: "" });
  killPoint("transfer_line_matched");
  await rows(tx, `update transfer_line set why = ?, company_id = ? where id = ?`, [
    found.over_minor > 0n ? "over" : null,
    proforma.company_id,
    line.id,
  ]);
}

/** Near references, and open amounts of payers of that name: for a person to look at. */
async function suggested(tx: Transaction, cooperative_id: string, line: BankLine): Promise<readonly string[]> {
  const waiting = await findProformas(
    tx,
    `p.cooperative_id = ? and (p.state = 'open' or p.kind in ('balance', 'account', 'freight') and p.state = 'ordered' and p.settled_at is null)
     order by p.due_at, p.id limit ${MAX_WAITING}`,
    [cooperative_id],
  );
  const [found] = matchStatement([line], waiting.map(asked), new Set());
  return found?.action === "ask" ? found.suggestions : [];
}

const asked = (one: ProformaRow): Proforma => ({
  proforma_id: one.id,
  reference: one.reference,
  currency: one.currency,
  left_minor: takesMoney(one) ? leftOf(one) : 0n,
  void: isOff(one.state),
  // Of what is owed it is the day to be reminded on: it is paid on any day.
  due_on: isOwed(one.kind) ? null : dayIn(HOME_TZ, one.due_at),
  unpaid: one.because === "unpaid",
  company: one.company,
});
