import type { Journal, Result } from "@commonlot/domain";
import { rows, type Transaction } from "../../lib/sql";
import { accountId, newId } from "./ids";

/** A journal of the domain and what it books; (kind, source_id) is written once, whatever is replayed. */
export interface LedgerEntry {
  journal: Journal;
  source_id: string;
  order_id?: string;
}

/** Rows sent in one statement at most: some 4 MB of JSON, which Postgres reads in well under a second. */
const CHUNK = 20_000;

const CACHED_KINDS: ReadonlySet<string> = new Set([
  "buyer_deposit",
  "household_payable",
  "household_holdback",
  "household_advance",
  "household_clawback",
]);

/** Unwraps a journal the domain made; its refusal here is a bug of the caller, who checked the amounts before. */
export function journalOf(result: Result<Journal>): Journal {
  if (!result.ok) throw new Error(`${result.refusal.reason}: ${result.refusal.message}`);
  return result.value;
}

/**
 * Writes journals with their accounts and postings, three statements whatever their number (per 20,000 rows).
 * The database checks at commit that each sums to zero, and refuses a second journal for the same thing.
 */
export async function writeJournals(tx: Transaction, entries: readonly LedgerEntry[]): Promise<void> {
  const accounts = new Map<string, { id: string; kind: string; party: string; currency: string; cached: boolean }>();
  const journals: object[] = [];
  const postings: object[] = [];
  for (const { journal, source_id, order_id } of entries) {
    const id = newId("journal");
    journals.push({ id, kind: journal.kind, source_id, order_id: order_id ?? null, memo: journal.memo });
    journal.postings.forEach((posting, index) => {
      const { kind, party } = posting.account;
      const account_id = accountId(kind, party, journal.currency);
      accounts.set(account_id, { id: account_id, kind, party, currency: journal.currency, cached: CACHED_KINDS.has(kind) });
      postings.push({
        journal_id: id,
        seq: index + 1,
        account_id,
        currency: journal.currency,
        amount_minor: posting.amount_minor.toString(),
        lot_id: posting.lot ?? null,
      });
    });
  }
  // Sorted, so that two writers who open the same accounts never wait for each other.
  const opened = [...accounts.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
  await inChunks(opened, (chunk) =>
    rows(
      tx,
      `insert into account (id, kind, party, currency, balance_minor)
       select id, kind, party, currency, case when cached then 0 end
       from jsonb_to_recordset(?::jsonb) as x(id text, kind text, party text, currency text, cached boolean)
       order by id on conflict do nothing`,
      [JSON.stringify(chunk)],
    ),
  );
  await inChunks(journals, (chunk) =>
    rows(
      tx,
      `insert into journal (id, kind, source_id, order_id, memo)
       select * from jsonb_to_recordset(?::jsonb) as x(id text, kind text, source_id text, order_id text, memo text)`,
      [JSON.stringify(chunk)],
    ),
  );
  await inChunks(postings, (chunk) =>
    rows(
      tx,
      `insert into posting (journal_id, seq, account_id, currency, amount_minor, lot_id)
       select * from jsonb_to_recordset(?::jsonb)
         as x(journal_id text, seq int, account_id text, currency text, amount_minor bigint, lot_id text)`,
      [JSON.stringify(chunk)],
    ),
  );
}

/** Runs one statement per chunk, in order. */
export async function inChunks<T>(items: readonly T[], write: (chunk: T[]) => Promise<unknown>): Promise<void> {
  for (let at = 0; at < items.length; at += CHUNK) await write(items.slice(at, at + CHUNK));
}
