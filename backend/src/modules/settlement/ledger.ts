import { compareText, type Journal, type Result } from "@commonlot/domain";
import { copyIn } from "../../lib/copy-in";
import { row, rows, type Transaction } from "../../lib/sql";
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

/** From so many postings on they go in by COPY, as one statement; below, one array a column is as good. */
const COPY_FROM = 20_000;
/** From so many on they are a run of their own: indexed and summed when they are all there (docs/adr/0038). */
const RUN_FROM = 100_000;

const POSTING_COLUMNS = "journal_id, seq, account_id, currency, amount_minor, lot_id";

/**
 * Writes journals with their accounts and postings, three statements whatever their number (four per 20,000 journals).
 * A large settlement is given as a function that tells its journals once more each time it is called, the same ones: they
 * are gone through twice and never held together in memory. The database checks at commit that each sums to zero, and
 * refuses a second journal for the same thing.
 */
export async function writeJournals(
  tx: Transaction,
  given: readonly LedgerEntry[] | (() => Iterable<LedgerEntry>),
): Promise<void> {
  const entries = typeof given === "function" ? given : () => given;
  const { accounts, journals, postings } = headsOf(entries());
  if (journals.length === 0) return;
  await rows(
    tx,
    // In the order of their ids, so that two writers who open the same accounts never wait for each other.
    `insert into account (id, kind, party, currency, balance_minor)
     select id, kind, party, currency, case when cached then 0 end
     from jsonb_to_recordset(?::jsonb) as x(id text, kind text, party text, currency text, cached boolean)
     order by id on conflict do nothing`,
    [JSON.stringify([...accounts.values()])],
  );
  const run = postings > RUN_FROM ? await openRun(tx) : 0;
  await insertAll(
    tx,
    "journal",
    [
      ["id", "text", (journal) => journal.id],
      ["run", "int", () => run],
      ["kind", "text", (journal) => journal.kind],
      ["source_id", "text", (journal) => journal.source_id],
      ["order_id", "text", (journal) => journal.order_id],
      ["memo", "text", (journal) => journal.memo],
    ],
    journals,
  );
  const written = postingRows(entries(), journals, accounts);
  if (run > 0) {
    await copyIn(tx, `posting_run_${run}`, POSTING_COLUMNS, written);
    await attachRun(tx, run, postings);
    return;
  }
  if (postings > COPY_FROM) {
    await copyIn(tx, "posting", POSTING_COLUMNS, written);
    return;
  }
  await insertAll(
    tx,
    "posting",
    [
      ["journal_id", "text", ([journal_id]) => journal_id],
      ["seq", "int", ([, seq]) => seq],
      ["account_id", "text", ([, , account_id]) => account_id],
      ["currency", "text", ([, , , currency]) => currency],
      ["amount_minor", "bigint", ([, , , , amount_minor]) => amount_minor],
      ["lot_id", "text", ([, , , , , lot_id]) => lot_id],
    ],
    [...written],
  );
}

/** A table for one large settlement, without an index yet; nobody else sees it before the commit. */
async function openRun(tx: Transaction): Promise<number> {
  const opened = await row<{ run: number }>(tx, `select ledger_open_run() as run`);
  if (!opened) throw new Error("no run was opened");
  return opened.run;
}

/** Indexed, checked and booked as a whole; it then is part of `posting`. */
async function attachRun(tx: Transaction, run: number, postings: number): Promise<void> {
  const attached = await row<{ written: string }>(tx, `select ledger_attach_run(?) as written`, [run]);
  if (Number(attached?.written) !== postings)
    throw new Error(`run ${run} has ${attached?.written} postings, ${postings} were told`);
}

/** What of the entries is kept: their journals without the postings, and each account once. */
function headsOf(entries: Iterable<LedgerEntry>) {
  const accounts = new Map<string, AccountRow>();
  const journals: { kind: string; source_id: string; order_id: string | null; memo: string }[] = [];
  let postings = 0;
  for (const { journal, source_id, order_id } of entries) {
    journals.push({
      kind: journal.kind,
      source_id,
      order_id: order_id ?? null,
      memo: journal.memo,
    });
    postings += journal.postings.length;
    for (const { account } of journal.postings) {
      const { kind, party } = account;
      const { currency } = journal;
      const key = accountKey(kind, party, currency);
      if (accounts.has(key)) continue;
      accounts.set(key, {
        id: accountId(kind, party, currency),
        kind,
        party,
        currency,
        cached: CACHED_KINDS.has(kind),
      });
    }
  }
  // Ids in the order in which they are told: a run is sorted by its key before it is indexed.
  const ids = journals.map(() => newId("journal")).sort(compareText);
  return { accounts, journals: journals.map((journal, place) => ({ id: ids[place] ?? "", ...journal })), postings };
}

type PostingRow = [
  journal_id: string,
  seq: number,
  account_id: string,
  currency: string,
  amount_minor: bigint,
  lot_id: string | null,
];

function* postingRows(
  entries: Iterable<LedgerEntry>,
  journals: readonly { id: string }[],
  accounts: ReadonlyMap<string, AccountRow>,
): Iterable<PostingRow> {
  let place = 0;
  for (const { journal } of entries) {
    const journal_id = journals[place]?.id ?? "";
    place += 1;
    let seq = 0;
    for (const { account, amount_minor, lot } of journal.postings) {
      const { id: account_id } = accounts.get(accountKey(account.kind, account.party, journal.currency)) ?? { id: "" };
      seq += 1;
      yield [journal_id, seq, account_id, journal.currency, amount_minor, lot ?? null];
    }
  }
}

/** A hash for each posting of a large settlement would cost more than the rest of it: once an account is enough. */
const accountKey = (kind: string, party: string, currency: string): string => `${kind}\n${currency}\n${party}`;

interface AccountRow {
  id: string;
  kind: string;
  party: string;
  currency: string;
  cached: boolean;
}

/** As `journalOf`, for what makes several. */
export function valueOfJournals(result: Result<Journal[]>): Journal[] {
  if (!result.ok) throw new Error(`${result.refusal.reason}: ${result.refusal.message}`);
  return result.value;
}
