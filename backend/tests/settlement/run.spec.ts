import type { Posting } from "@commonlot/domain";
import type { PoolClient } from "pg";
import { describe, expect, it } from "vitest";
import { writeJournals, type LedgerEntry } from "../../src/modules/settlement/ledger";
import { id, NONE, violations } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

const HOUSEHOLDS = 50;
/** Just above where a settlement becomes a run of its own. */
const JOURNALS = 201;
const LINES_A_JOURNAL = 500;

/** One minor unit a line, so that sums can be said in advance. */
function* season(name: string, journals = JOURNALS): Iterable<LedgerEntry> {
  for (let n = 0; n < journals; n++) {
    const credits = Array.from({ length: LINES_A_JOURNAL }, (_, line): Posting => ({
      account: { kind: "household_payable", party: `household_${name}_${line % HOUSEHOLDS}` },
      amount_minor: -1n,
      lot: `lot_${line}`,
    }));
    const debit: Posting = {
      account: { kind: "cooperative_fee", party: name },
      amount_minor: BigInt(LINES_A_JOURNAL),
    };
    const postings = [debit, ...credits];
    yield { source_id: `${name}:${n}`, journal: { kind: "sale", currency: "CNY", memo: "Season", postings } };
  }
}

/** Opens a run and a journal of it by hand, as a program that goes past the service would. */
async function byHand(work: (client: PoolClient, run: number, journal: string) => Promise<unknown>): Promise<void> {
  const client = await house.db.connect();
  const journal = id("journal");
  try {
    await client.query("begin");
    await client.query(
      `insert into account (id, kind, party, currency) values ('account_hand', 'tax', 'hand', 'CNY') on conflict do nothing`,
    );
    const { rows } = await client.query<{ run: number }>(`select ledger_open_run() as run`);
    const run = rows[0]!.run;
    await client.query(
      `insert into journal (id, kind, source_id, memo, run) values ($1, 'capture', $1, 'by hand', $2)`,
      [journal, run],
    );
    await work(client, run, journal);
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

const insert = (table: string, journal: string, rows: [number, number, string?][]) =>
  `insert into ${table} (journal_id, seq, account_id, currency, amount_minor) values ${rows
    .map(([seq, amount, account = "account_hand"]) => `('${journal}', ${seq}, '${account}', 'CNY', ${amount})`)
    .join(", ")}`;

const tables = async () =>
  (
    await house.db.query<{ name: string }>(
      `select relname as name from pg_class where relname ~ '^posting_run_[0-9]+$'`,
    )
  ).rows.length;

describe("a settlement that is a run of its own", () => {
  it("is in the ledger like any other: balances, invariants, seals, and its postings are found", async () => {
    const before = await tables();
    await Promise.all(
      ["north", "south"].map((name) => house.knex.transaction((tx) => writeJournals(tx, season(name)))),
    );
    expect(await tables()).toBe(before + 2);
    const { rows } = await house.db.query(
      `select min(-a.balance_minor)::int as least, max(-a.balance_minor)::int as most, count(*)::int as households
       from account a where a.kind = 'household_payable' and a.party like 'household_north_%'`,
    );
    const each = (JOURNALS * LINES_A_JOURNAL) / HOUSEHOLDS;
    expect(rows).toEqual([{ least: each, most: each, households: HOUSEHOLDS }]);
    expect(await violations(house)).toEqual(NONE);
    for (let done = 1; done > 0;) done = await house.settlement.seals.sealDue();
    const sealed = await house.db.query(`select count(*)::int as n from journal_seal`);
    expect(sealed.rows).toEqual([{ n: 2 * JOURNALS }]);
  });

  it("takes no change and no late posting, under the ledger's name or its own", async () => {
    const { rows } = await house.db.query<{ id: string; run: number }>(
      `select id, run from journal where run > 0 order by id limit 1`,
    );
    const { id: journal, run } = rows[0]!;
    const change = [
      `update posting set amount_minor = 2 where journal_id = '${journal}'`,
      `update posting_run_${run} set amount_minor = 2`,
      `update posting_run_${run} set run = 0`,
      `delete from posting_run_${run}`,
      `truncate posting_run_${run}`,
      `truncate posting`,
    ];
    for (const statement of change) await expect(house.db.query(statement), statement).rejects.toThrow(/append-only/);
    await house.db.query(
      `insert into account (id, kind, party, currency) values ('account_hand', 'tax', 'hand', 'CNY') on conflict do nothing`,
    );
    for (const table of ["posting", "posting_run_0", `posting_run_${run}`]) {
      const late = insert(table, journal, [
        [9_001, 1],
        [9_002, -1],
      ]);
      await expect(house.db.query(late), table).rejects.toThrow(/earlier transaction/);
    }
  });

  it("is refused whole when it is off by one, names what is not there, or has its postings elsewhere", async () => {
    const attach = (client: PoolClient, run: number) => client.query(`select ledger_attach_run($1)`, [run]);
    const loaded = (rows: [number, number, string?][]) => async (client: PoolClient, run: number, journal: string) => {
      await client.query(insert(`posting_run_${run}`, journal, rows));
      await attach(client, run);
    };
    const before = await tables();
    await expect(byHand(loaded([[1, 100], [2, -99]]))).rejects.toThrow(/off by 1 minor units of CNY/); // prettier-ignore
    await expect(byHand(loaded([[1, 5], [2, -5, "account_nobody"]]))).rejects.toThrow(/account_nobody, which is not there/); // prettier-ignore
    await expect(byHand(loaded([[1, 5], [1, -5]]))).rejects.toThrow(/could not create unique index|duplicate key/); // prettier-ignore
    await expect(
      byHand(async (client, run, journal) => {
        await client.query(insert(`posting_run_${run}`, `${journal}x`, [[1, 5], [2, -5]])); // prettier-ignore
        await attach(client, run);
      }),
    ).rejects.toThrow(/which is not there/);
    await expect(
      byHand((client, _, journal) => client.query(insert("posting", journal, [[1, 5], [2, -5]]))), // prettier-ignore
    ).rejects.toThrow(/in another run/);
    // Filled and never attached: the journal has no postings.
    await expect(
      byHand((client, run, journal) => client.query(insert(`posting_run_${run}`, journal, [[1, 5], [2, -5]]))), // prettier-ignore
    ).rejects.toThrow(/no postings/);
    expect(await tables()).toBe(before);
    // After it is attached, one more posting by its own name is seen at commit.
    await expect(
      byHand(async (client, run, journal) => {
        await loaded([[1, 5], [2, -5]])(client, run, journal); // prettier-ignore
        await client.query(insert(`posting_run_${run}`, journal, [[3, 7]]));
      }),
    ).rejects.toThrow(/off by 7/);
    expect(await tables()).toBe(before);
    expect(await violations(house)).toEqual(NONE);
  });

  it("leaves nothing, and no table, when its connection dies while it is sent", async () => {
    const figures = async () =>
      (
        await house.db.query(
          `select (select count(*) from journal) as journals, (select count(*) from posting) as postings, (select sum(balance_minor) from account) as balance`,
        )
      ).rows;
    const before = [await tables(), await figures()];
    let sent = 0;
    await expect(
      house.knex.transaction(async (tx) => {
        const { rows } = await tx.raw<{ rows: { pid: number }[] }>("select pg_backend_pid() as pid");
        function* dying(): Iterable<LedgerEntry> {
          for (const one of season("dying", 3 * JOURNALS)) {
            sent += 1;
            if (sent === JOURNALS) void house.db.query("select pg_terminate_backend($1)", [rows[0]!.pid]);
            yield one;
          }
        }
        await writeJournals(tx, dying());
      }),
    ).rejects.toThrow();
    expect(sent).toBeGreaterThanOrEqual(JOURNALS);
    expect([await tables(), await figures()]).toEqual(before);
    expect(await violations(house)).toEqual(NONE);
  });
});
