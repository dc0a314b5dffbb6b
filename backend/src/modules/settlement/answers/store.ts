import { bankDebitJournal, payoutJournal, reverse, type BankBooking, type Journal } from "@commonlot/domain";
import { blindIndex } from "../../../lib/blind-index";
import type { Cipher } from "../../../lib/cipher";
import { killPoint } from "../../../lib/kill-point";
import { rows, type Transaction } from "../../../lib/sql";
import { insertAll } from "../../../lib/unnest";
import { openAccount, type SealedAccount } from "../accounts";
import { freeStatements_ } from "../commissions/statements";
import { newId } from "../ids";
import { journalOf, writeJournals } from "../ledger";
import { payeeOf } from "../payout";
import type { ReadFile } from "./lines";
import type { Matched, OpenItem, Outcome } from "./match";

export interface TakenFile {
  id: string;
  cooperative_id: string;
  person: string;
  name: string;
  bytes: number;
  sha256: string;
  file: ReadFile;
}

/** Writes a file with all that follows from it, in the caller's transaction: a dozen statements for any number of lines. */
export async function storeAnswers(
  tx: Transaction,
  cipher: Cipher,
  taken: TakenFile,
  { answers, items, changed }: Matched,
): Promise<void> {
  const count = (action: string): number => answers.filter((answer) => answer.action === action).length;
  await tx.raw(
    `insert into bank_answer_file (id, cooperative_id, kind, message_id, sha256, name, bytes, lines, moved, noted, asked, read_by)
     values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    [
      taken.id,
      taken.cooperative_id,
      taken.file.kind,
      taken.file.message_id,
      taken.sha256,
      taken.name,
      taken.bytes,
      taken.file.lines.length,
      count("move"),
      count("note"),
      items.length,
      taken.person,
    ],
  );
  killPoint("after_answer_file");
  await insertAll(
    tx,
    "bank_answer",
    [
      ["file_id", "text", () => taken.id],
      ["seq", "int", (answer) => answer.seq],
      ["line", "int", (answer) => answer.line],
      ["payout_id", "text", (answer) => answer.payout_id],
      ["fact", "text", (answer) => answer.fact],
      ["action", "text", (answer) => answer.action],
      ["bank_state", "text", (answer) => answer.bank_state],
      ["reason_code", "text", (answer) => answer.reason_code],
      ["reason", "text", (answer) => answer.reason],
    ],
    answers.map((answer, index) => ({ ...answer, seq: index + 1 })),
  );
  await storeItems(tx, cipher, taken, items);
  killPoint("after_answer_lines");
  await writeJournals(
    tx,
    changed.flatMap((payout) =>
      payout.books.map((booking) => ({
        source_id: payout.id,
        journal: journalFor(booking, payout, taken.cooperative_id),
      })),
    ),
  );
  killPoint("after_answer_journals");
  await movePayouts(tx, changed);
  killPoint("after_answer_payouts");
  const reopened = changed.filter((payout) => payout.reopened);
  await reopenStatements(tx, reopened);
  await freeStatements_(
    tx,
    reopened.flatMap(({ payee, state }) =>
      payee.agent_id === null ? [] : [{ id: payee.commission_statement_id, because: `payout_${state}` }],
    ),
  );
  await closeWhatCameBack(tx, changed);
  await closeBatches(tx, changed);
  killPoint("before_answer_commit");
}

async function storeItems(
  tx: Transaction,
  cipher: Cipher,
  taken: TakenFile,
  items: readonly OpenItem[],
): Promise<void> {
  const refused = items.flatMap(({ kind, payout }) => (kind === "account_refused" && payout ? [payout.id] : []));
  const sealed = await rows<{ id: string; account: SealedAccount }>(
    tx,
    `select id, account from payout where id = any(?)`,
    [refused],
  );
  const indexes = new Map(
    sealed.map(({ id, account }) => [id, blindIndex("account", openAccount(cipher, account, id).account ?? "")]),
  );
  await insertAll(
    tx,
    "bank_open_item",
    [
      ["id", "text", () => newId("item")],
      ["cooperative_id", "text", () => taken.cooperative_id],
      ["file_id", "text", () => taken.id],
      ["line", "int", (item) => item.line],
      ["kind", "text", (item) => item.kind],
      ["fact", "text", (item) => item.fact],
      ["reference", "text", (item) => item.reference?.slice(0, 100) ?? null],
      ["amount_minor", "bigint", (item) => item.amount_minor],
      ["currency", "text", (item) => item.currency],
      ["reason_code", "text", (item) => item.reason_code],
      ["reason", "text", (item) => item.reason],
      ["payout_id", "text", (item) => item.payout?.id ?? null],
      ["household_id", "text", (item) => item.payout?.payee.household_id ?? null],
      ["agent_id", "text", (item) => item.payout?.payee.agent_id ?? null],
      [
        "account_index",
        "text",
        (item) => (item.kind === "account_refused" ? (indexes.get(item.payout?.id ?? "") ?? null) : null),
      ],
      ["owner", "text", () => taken.person],
    ],
    items,
  );
}

/**
 * The bank's side of a payout: clearing of the bank file -> the bank account when the statement shows the money leaving, and
 * back when it shows it returned; the payee is owed it again by the reverse of the payout's own journal.
 */
function journalFor(booking: BankBooking, payout: Outcome, cooperative_id: string): Journal {
  const { currency, amount_minor } = payout;
  if (booking === "reverse_payout") {
    return reverse(
      journalOf(
        payoutJournal({
          ...payeeOf(payout.payee),
          rail: "bank_file",
          currency,
          amount_minor,
          memo: `Payout ${payout.id}`,
        }),
      ),
    );
  }
  const memo = `Bank statement, payout ${payout.id}`;
  const debit = journalOf(bankDebitJournal({ cooperative_id, rail: "bank_file", currency, amount_minor, memo }));
  return booking === "bank_debit" ? debit : reverse(debit);
}

/** Re-opened is failed: the household's page, its next statement and the reserves know that state already. */
async function movePayouts(tx: Transaction, changed: readonly Outcome[]): Promise<void> {
  await tx.raw(
    `update payout p set bank_state = x.bank_state, bank_debited = x.bank_debited, bank_answered_at = now(),
       state = case when x.reopened then 'failed' else p.state end,
       reason_code = case when x.reopened then x.reason_code else p.reason_code end,
       reason = case when x.reopened then x.reason else p.reason end, updated_at = now()
     from jsonb_to_recordset(?::jsonb) as x(id text, bank_state text, bank_debited boolean, reopened boolean, reason_code text, reason text)
     where p.id = x.id`,
    [
      JSON.stringify(
        changed.map(({ id, state, debited, reopened, reason_code, reason }) => ({
          id,
          bank_state: state,
          bank_debited: debited,
          reopened,
          reason_code,
          reason,
        })),
      ),
    ],
  );
}

/** The statement owes again what the bank did not pay; the next settlement of the household takes it over. */
async function reopenStatements(tx: Transaction, reopened: readonly Outcome[]): Promise<void> {
  await tx.raw(
    `update statement s set paid_minor = s.paid_minor - x.amount_minor, not_paid_because = x.because, updated_at = now()
     from jsonb_to_recordset(?::jsonb) as x(statement_id text, amount_minor bigint, because text) where s.id = x.statement_id`,
    [
      JSON.stringify(
        reopened
          .filter((payout) => payout.payee.statement_id !== null)
          .map(({ payee, amount_minor, state }) => ({
            statement_id: payee.statement_id,
            amount_minor: amount_minor.toString(),
            because: `payout_${state}`,
          })),
      ),
    ],
  );
}

/** The bank had contradicted itself; now the money is back, and nothing is open. */
async function closeWhatCameBack(tx: Transaction, changed: readonly Outcome[]): Promise<void> {
  const back = changed.filter((payout) => payout.state === "returned").map((payout) => payout.id);
  await tx.raw(
    `update bank_open_item set closed_at = now(), closed_by = 'bank', close_reason = 'returned'
     where payout_id = any(?) and closed_at is null and kind in ('paid_after_rejected', 'rejected_after_paid')`,
    [back],
  );
}

/** A batch is done when the bank has paid, rejected or returned each of its payouts. */
async function closeBatches(tx: Transaction, changed: readonly Outcome[]): Promise<void> {
  await tx.raw(
    `update payout_batch b set state = 'done', updated_at = now()
     where b.id = any(?) and b.state = 'exported' and not exists (
       select 1 from payout p where p.batch_id = b.id and coalesce(p.bank_state, 'sent') in ('sent', 'accepted'))`,
    [[...new Set(changed.map((payout) => payout.batch_id))]],
  );
}
