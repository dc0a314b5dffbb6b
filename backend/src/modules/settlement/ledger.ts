import type { Journal, Result } from "@commonlot/domain";
import { rows, type Transaction } from "../../lib/sql";
import { insertAll } from "../../lib/unnest";
import { accountId, newId } from "./ids";

/** A journal of the domain and what it books; (kind, source_id) is written once, whatever is replayed. */
export interface LedgerEntry {
  journal: Journal;
  source_id: string;
  order_id?: string;
}

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
  if (entries.length === 0) return;
  const accounts = new Map<string, AccountRow>();
  const journals: (LedgerEntry & { id: string })[] = [];
  const postings: PostingRow[] = [];
  for (const entry of entries) {
    const { journal } = entry;
    const id = newId("journal");
    journals.push({ ...entry, id });
    journal.postings.forEach((posting, index) => {
      const { kind, party } = posting.account;
      const account_id = accountId(kind, party, journal.currency);
      accounts.set(account_id, {
        id: account_id,
        kind,
        party,
        currency: journal.currency,
        cached: CACHED_KINDS.has(kind),
      });
      postings.push({
        journal_id: id,
        seq: index + 1,
        account_id,
        currency: journal.currency,
        amount_minor: posting.amount_minor,
        lot_id: posting.lot ?? null,
      });
    });
  }
  await rows(
    tx,
    // In the order of their ids, so that two writers who open the same accounts never wait for each other.
    `insert into account (id, kind, party, currency, balance_minor)
     select id, kind, party, currency, case when cached then 0 end
     from jsonb_to_recordset(?::jsonb) as x(id text, kind text, party text, currency text, cached boolean)
     order by id on conflict do nothing`,
    [JSON.stringify([...accounts.values()])],
  );
  await insertAll(
    tx,
    "journal",
    [
      ["id", "text", (entry) => entry.id],
      ["kind", "text", (entry) => entry.journal.kind],
      ["source_id", "text", (entry) => entry.source_id],
      ["order_id", "text", (entry) => entry.order_id ?? null],
      ["memo", "text", (entry) => entry.journal.memo],
    ],
    journals,
  );
  await insertAll(
    tx,
    "posting",
    [
      ["journal_id", "text", (posting) => posting.journal_id],
      ["seq", "int", (posting) => posting.seq],
      ["account_id", "text", (posting) => posting.account_id],
      ["currency", "text", (posting) => posting.currency],
      ["amount_minor", "bigint", (posting) => posting.amount_minor],
      ["lot_id", "text", (posting) => posting.lot_id],
    ],
    postings,
  );
}

interface AccountRow {
  id: string;
  kind: string;
  party: string;
  currency: string;
  cached: boolean;
}

interface PostingRow {
  journal_id: string;
  seq: number;
  account_id: string;
  currency: string;
  amount_minor: bigint;
  lot_id: string | null;
}
