import type { Journal, Posting } from "@commonlot/domain";
import { CopyIn } from "../copy.js";
import { draws, ms, mustBeSound, Peak, Red, thousands, type Books } from "./books.js";

const HOUSEHOLDS = 10_000;
const LINES = 1_000_000;
/** Credits of one journal beside its debit. */
const LINES_A_JOURNAL = 5_000;
const SAMPLE_MS = 10_000;
const CLIENTS = 16;
const GOAL = 50;

/**
 * A settlement of a million lines for ten thousand households in one transaction with every check of the ledger, beside
 * the two ends of the scale: one function call a transfer, and a COPY into a table that checks nothing.
 */
export async function benchBulk(books: Books): Promise<void> {
  const { say } = books;
  await openAccounts(books);
  const called = await callPerTransfer(books);
  const small = await settled(books, "small", LINES / 10);
  const large = await settled(books, "large", LINES);
  const copied = await plainCopy(books);
  await mustBeSound(books);
  const ratio = large.rows_s / called;
  say(
    `settlement of ${thousands(LINES)} lines, ${thousands(HOUSEHOLDS)} households, one transaction: ${(large.took / 1_000).toFixed(1)} s, ` +
      `${thousands(large.rows_s)} rows/s = ${ratio.toFixed(0)} x a function call a transfer (${thousands(called)} rows/s with ${CLIENTS} clients; goal ${GOAL}), ` +
      `${(large.rows_s / copied).toFixed(2)} x a COPY that checks nothing (${thousands(copied)} rows/s)`,
  );
  say(
    `memory of the writing process at its height: ${small.peak_mb} MB for ${thousands(LINES / 10)} lines (${thousands(small.rows_s)} rows/s), ${large.peak_mb} MB for ${thousands(LINES)}`,
  );
  await killedHalfWay(books);
  const began = performance.now();
  let sealed = 0;
  for (let done = 1; done > 0; sealed += done) done = await books.settlement.seals.sealDue();
  say(`sealed ${thousands(sealed)} journals of it all in ${(ms(began) / 1_000).toFixed(1)} s`);
}

/** They are there when a season is settled. */
async function openAccounts({ knex, writeJournals }: Books): Promise<void> {
  const postings = Array.from({ length: HOUSEHOLDS }, (_, n): Posting => credit(n, 1n, "lot_first"));
  await knex.transaction((tx) => writeJournals(tx, [entry("open", [debit(BigInt(HOUSEHOLDS)), ...postings])]));
}

/** Postings a second when each transfer is one call of a function that books it, each in its own transaction. */
async function callPerTransfer({ db }: Books): Promise<number> {
  await db.query(`
    create function bench_transfer(n bigint, household text, amount bigint) returns void language plpgsql as $$
    declare debit text; credit text;
    begin
      select id into debit from account where kind = 'cooperative_fee' and party = 'season' and currency = 'CNY';
      select id into credit from account where kind = 'household_payable' and party = household and currency = 'CNY';
      insert into journal (id, kind, source_id, memo) values ('journal_call_' || n, 'sale', 'call_' || n, 'Share');
      insert into posting (journal_id, seq, account_id, currency, amount_minor, lot_id)
      values ('journal_call_' || n, 1, debit, 'CNY', amount, null), ('journal_call_' || n, 2, credit, 'CNY', -amount, 'lot');
    end $$`);
  const end = performance.now() + SAMPLE_MS;
  let calls = 0;
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      while (performance.now() < end) {
        const n = (calls += 1);
        await db.query(`select bench_transfer($1, $2, $3)`, [n, household(n % HOUSEHOLDS), 100 + (n % 900)]);
      }
    }),
  );
  return (calls * 2) / (SAMPLE_MS / 1_000);
}

async function settled(books: Books, name: string, lines: number) {
  const memory = new Peak();
  const began = performance.now();
  await books.knex.transaction((tx) => books.writeJournals(tx, season(name, lines)));
  const took = ms(began);
  const { rows } = await books.db.query<{ n: string; sum: string }>(
    `select count(*) as n, sum(p.amount_minor) as sum from posting p join journal j on j.id = p.journal_id where j.source_id like $1`,
    [`${name}:%`],
  );
  const expected = lines + Math.ceil(lines / LINES_A_JOURNAL);
  if (Number(rows[0]?.n) !== expected || rows[0]?.sum !== "0")
    throw new Red(`${rows[0]?.n} postings summing to ${rows[0]?.sum}, not ${expected} summing to 0`);
  return { took, rows_s: expected / (took / 1_000), peak_mb: memory.stop() };
}

/** Household by household: a journal meets few accounts. `midway` is told when more than half is on its way. */
function* season(name: string, lines: number, midway?: () => void): Iterable<ReturnType<typeof entry>> {
  const draw = draws(7);
  const a_household = lines / HOUSEHOLDS;
  for (let first = 0; first < lines; first += LINES_A_JOURNAL) {
    let sum = 0n;
    const credits = Array.from({ length: Math.min(LINES_A_JOURNAL, lines - first) }, (_, index): Posting => {
      const amount = BigInt(100 + draw(9_000));
      sum += amount;
      return credit(Math.floor((first + index) / a_household), amount, `lot_${first + index}`);
    });
    yield entry(`${name}:${first}`, [debit(sum), ...credits]);
    if (first > lines / 2) midway?.();
  }
}

/** The same rows, into a table without key, check or trigger. */
async function plainCopy({ db }: Books): Promise<number> {
  await db.query(
    `create table bench_copy (journal_id text, seq int, account_id text, currency text, amount_minor bigint, lot_id text)`,
  );
  const client = await db.connect();
  try {
    const began = performance.now();
    const copy = new CopyIn("copy bench_copy from stdin", chunks());
    client.query(copy);
    await copy.done;
    return LINES / (ms(began) / 1_000);
  } finally {
    client.release();
  }
}

function* chunks(): Iterable<string> {
  const draw = draws(7);
  for (let first = 0; first < LINES; first += LINES_A_JOURNAL) {
    let text = "";
    for (let n = 0; n < LINES_A_JOURNAL; n++) {
      const line = first + n;
      text += `journal_0123456789abcdef0123456789ab${first}\t${n + 1}\taccount_0123456789abcdef0123456789ab${line % HOUSEHOLDS}\tCNY\t${-100 - draw(9_000)}\tlot_${line}\n`;
    }
    yield text;
  }
}

/** The connection dies when more than half is written: nothing of it is there, and the books are as before. */
async function killedHalfWay(books: Books): Promise<void> {
  const before = await figures(books);
  let died = false;
  await books.knex
    .transaction(async (tx) => {
      const { rows } = await tx.raw("select pg_backend_pid() as pid");
      const kill = () => void books.db.query("select pg_terminate_backend($1)", [rows[0]?.pid]);
      await books.writeJournals(tx, season("killed", LINES, kill));
    })
    .catch(() => {
      died = true;
    });
  const after = await figures(books);
  if (!died || JSON.stringify(after) !== JSON.stringify(before)) throw new Red("a killed settlement left something");
  books.say("killed half-way: nothing of it is left, every balance stands as before");
}

async function figures({ db }: Books): Promise<unknown> {
  const { rows } = await db.query(
    `select (select count(*) from journal) as journals, (select count(*) from posting) as postings,
            (select count(*) from journal_unsealed) as waiting, (select sum(balance_minor) from account) as balances`,
  );
  return rows[0];
}

const household = (n: number): string => `household_${String(n).padStart(5, "0")}`;
const debit = (amount_minor: bigint): Posting => ({
  account: { kind: "cooperative_fee", party: "season" },
  amount_minor,
});
const credit = (n: number, amount: bigint, lot: string): Posting => ({
  account: { kind: "household_payable", party: household(n) },
  amount_minor: -amount,
  lot,
});

function entry(source_id: string, postings: Posting[]): { journal: Journal; source_id: string } {
  return { journal: { kind: "sale", currency: "CNY", memo: "Season", postings }, source_id };
}
