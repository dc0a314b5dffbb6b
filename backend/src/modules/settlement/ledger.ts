import type { Journal, Result } from "@commonlot/domain";
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
 * A large settlement is told one by one and never held together in memory: it becomes a run. The database checks at commit that
 * each sums to zero, and refuses a second journal for the same thing.
 */
export async function writeJournals(tx: Transaction, entries: Iterable<LedgerEntry>): Promise<void> {
  const told = entries[Symbol.iterator]();
  const first: LedgerEntry[] = [];
  let postings = 0;
  for (let next = told.next(); !next.done; next = told.next()) {
    first.push(next.value);
    postings += next.value.journal.postings.length;
    if (postings > RUN_FROM) return writeRun(tx, [first, { [Symbol.iterator]: () => told }]);
  }
  if (first.length === 0) return;
  const heads = new Heads(newId);
  const written = [...postingRows(heads, [first])];
  await heads.write(tx, 0);
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
    written,
  );
}

/**
 * Into a table of its own that has no index yet and that nobody else sees before the commit; then indexed, checked and booked as a
 * whole, and part of `posting`. Its journals and accounts are known, and written, when its postings are there.
 */
async function writeRun(tx: Transaction, parts: readonly Iterable<LedgerEntry>[]): Promise<void> {
  const opened = await row<{ run: number }>(tx, `select ledger_open_run() as run`);
  if (!opened) throw new Error("no run was opened");
  const { run } = opened;
  const heads = new Heads(ascendingIds());
  let told = 0;
  function* counted(): Iterable<PostingRow> {
    for (const posting of postingRows(heads, parts)) {
      told += 1;
      yield posting;
    }
  }
  await copyIn(tx, `posting_run_${run}`, POSTING_COLUMNS, counted());
  await heads.write(tx, run);
  const attached = await row<{ written: string }>(tx, `select ledger_attach_run(?) as written`, [run]);
  if (Number(attached?.written) !== told)
    throw new Error(`run ${run} has ${attached?.written} postings, ${told} were told`);
}

/** Ids that sort as they are made: what is written in the order of its key is indexed without sorting. */
function ascendingIds(): (prefix: string) => string {
  const start = newId("").slice(1, -8);
  let made = 0;
  return (prefix) => `${prefix}_${start}${(made++).toString(16).padStart(8, "0")}`;
}

type PostingRow = [
  journal_id: string,
  seq: number,
  account_id: string,
  currency: string,
  amount_minor: bigint,
  lot_id: string | null,
];

function* postingRows(heads: Heads, parts: readonly Iterable<LedgerEntry>[]): Iterable<PostingRow> {
  for (const entries of parts) {
    for (const entry of entries) {
      const { currency, postings } = entry.journal;
      const journal_id = heads.journal(entry);
      let seq = 0;
      for (const { account, amount_minor, lot } of postings) {
        seq += 1;
        yield [
          journal_id,
          seq,
          heads.account(account.kind, account.party, currency),
          currency,
          amount_minor,
          lot ?? null,
        ];
      }
    }
  }
}

/** What of the entries is kept while their postings pass: the journals without them, and each account once. */
class Heads {
  private readonly journals: { id: string; kind: string; source_id: string; order_id: string | null; memo: string }[] =
    [];
  private readonly accounts: AccountRow[] = [];
  /** By kind and currency, then party: a hash, or a new key, for each posting would cost more than the rest of it. */
  private readonly known = new Map<string, Map<string, Map<string, string>>>();

  constructor(private readonly idOf: (prefix: string) => string) {}

  journal({ journal: { kind, memo }, source_id, order_id }: LedgerEntry): string {
    const id = this.idOf("journal");
    this.journals.push({ id, kind, source_id, order_id: order_id ?? null, memo });
    return id;
  }

  account(kind: string, party: string, currency: string): string {
    const parties = inner(inner(this.known, kind), currency);
    const known = parties.get(party);
    if (known !== undefined) return known;
    const id = accountId(kind, party, currency);
    parties.set(party, id);
    this.accounts.push({ id, kind, party, currency, cached: CACHED_KINDS.has(kind) });
    return id;
  }

  async write(tx: Transaction, run: number): Promise<void> {
    await rows(
      tx,
      // In the order of their ids, so that two writers who open the same accounts never wait for each other.
      `insert into account (id, kind, party, currency, balance_minor)
       select id, kind, party, currency, case when cached then 0 end
       from jsonb_to_recordset(?::jsonb) as x(id text, kind text, party text, currency text, cached boolean)
       order by id on conflict do nothing`,
      [JSON.stringify(this.accounts)],
    );
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
      this.journals,
    );
  }
}

function inner<V>(of: Map<string, Map<string, V>>, key: string): Map<string, V> {
  const found = of.get(key) ?? new Map<string, V>();
  of.set(key, found);
  return found;
}

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
