import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { PoolClient } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { inTransaction } from "../../src/lib/sql";
import { at } from "../../../dev/up/paths.mjs";
import { givenCooperative, id, settlementHouse, sold, violations, type SettlementHouse } from "./house";

let house: SettlementHouse;
let cooperative_id: string;
let folder: string;
beforeAll(async () => void (folder = await mkdtemp(path.join(tmpdir(), "commonlot-seal-"))));
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  house = await settlementHouse();
  cooperative_id = await givenCooperative(house);
});
afterEach(() => house.close());

/** One order: a journal of its capture and one of its division. */
const trade = () =>
  sold(house, [
    { cooperative_id, grams: 1000, paid_minor: 5000, lots: [{ household_id: "household_a", grams: 1000 }] },
  ]);

async function trades(count: number): Promise<void> {
  for (let n = 0; n < count; n++) await trade();
}

interface Verdict {
  code: number;
  err: string;
  sealed: number;
  head: { seq: number; hash: string };
  broken: { seq: number; journal_id: string; reason: string; message: string } | null;
  breaks: number;
  unsealed: number;
  missing_from_queue: number;
}

/** The command, as a person runs it. */
function settlement(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const env = { ...process.env, DATABASE_URL: house.url, INIT_CWD: folder };
    execFile(process.execPath, [at("dev/up.mjs"), "settlement", ...args], { cwd: folder, env }, (error, out, err) =>
      resolve({ code: typeof error?.code === "number" ? error.code : error ? -1 : 0, out, err }),
    );
  });
}

async function verify(...args: string[]): Promise<Verdict> {
  const { code, out, err } = await settlement("verify", ...args);
  return { ...(out === "" ? {} : (JSON.parse(out) as object)), code, err } as Verdict;
}

/** A change that the triggers would refuse, by somebody who may switch them off. */
async function tamper(statement: string, values: unknown[] = []): Promise<void> {
  const client = await house.db.connect();
  try {
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    expect((await client.query(statement, values)).rowCount).toBe(1);
    await client.query("commit");
  } finally {
    client.release();
  }
}

const sealOf = async (seq: number): Promise<string> =>
  (await house.db.query<{ journal_id: string }>(`select journal_id from journal_seal where seq = $1`, [seq])).rows[0]!
    .journal_id;

async function writeByHand(client: PoolClient): Promise<string> {
  const journal = id("journal");
  await client.query(
    `insert into account (id, kind, party, currency) values ('account_hand', 'tax', 'hand', 'CNY') on conflict do nothing`,
  );
  await client.query(`insert into journal (id, kind, source_id, memo) values ($1, 'capture', $1, 'by hand')`, [
    journal,
  ]);
  await client.query(
    `insert into posting (journal_id, seq, account_id, currency, amount_minor)
     values ($1, 1, 'account_hand', 'CNY', 5), ($1, 2, 'account_hand', 'CNY', -5)`,
    [journal],
  );
  return journal;
}

describe("the seal of the ledger", () => {
  it("names the posting's journal that somebody changed with the triggers off, and exits with 1", async () => {
    await trades(3);
    expect(await house.settlement.seals.sealDue()).toBe(6);
    const sound = await verify();
    expect(sound).toMatchObject({ code: 0, sealed: 6, broken: null, unsealed: 0, missing_from_queue: 0 });

    const changed = await sealOf(4);
    // Both sides of it, so that every sum still holds: nothing but the seal can tell.
    const client = await house.db.connect();
    await client.query("begin");
    await client.query("set local session_replication_role = replica");
    await client.query(`update posting set amount_minor = amount_minor * 2 where journal_id = $1`, [changed]);
    await client.query("commit");
    client.release();
    expect(await verify()).toMatchObject({
      code: 1,
      sealed: 6,
      breaks: 1,
      broken: { seq: 4, journal_id: changed, reason: "hash_differs" },
    });
  });

  it("sees an account given to somebody else, a journal that was taken out, and one that no sealer would ever meet", async () => {
    await trades(2);
    await house.settlement.seals.sealDue();
    await tamper(`update account set party = 'household_b' where kind = 'household_payable'`);
    expect(await verify()).toMatchObject({ code: 1, broken: { reason: "hash_differs" }, breaks: 2 });
    await tamper(`update account set party = 'household_a' where kind = 'household_payable'`);
    expect(await verify()).toMatchObject({ code: 0 });

    await trade();
    await tamper(
      `delete from journal_unsealed where journal_id = (select journal_id from journal_unsealed order by at limit 1)`,
    );
    expect(await verify()).toMatchObject({ code: 1, broken: null, unsealed: 2, missing_from_queue: 1 });
    await tamper(`delete from journal where id = $1`, [await sealOf(3)]);
    expect(await verify()).toMatchObject({ code: 1, broken: { seq: 3, reason: "journal_missing" } });
  });

  it("shows by a head that was written down that seals were cut off the end", async () => {
    await trades(2);
    await house.settlement.seals.sealDue();
    const { head } = await verify();
    expect(await verify(`--expect=${head.seq}:${head.hash}`)).toMatchObject({ code: 0 });
    await trade();
    await house.settlement.seals.sealDue();
    expect(await verify(`--expect=${head.seq}:${head.hash}`)).toMatchObject({ code: 0, sealed: 6 });
    await tamper(`delete from journal_seal where seq = 6`);
    await tamper(`delete from journal_seal where seq = 5`);
    await tamper(`delete from journal_seal where seq = 4`);
    expect(await verify()).toMatchObject({ broken: null });
    expect(await verify(`--expect=${head.seq}:${head.hash}`)).toMatchObject({
      code: 1,
      broken: { seq: 4, reason: "not_the_chain_expected" },
    });
  });

  it("writes a file that verifies alone, names the line that is no journal and the one that was changed", async () => {
    await trades(2);
    await house.settlement.seals.sealDue();
    const { code, out } = await settlement("export");
    expect(code).toBe(0);
    await writeFile(path.join(folder, "ledger.jsonl"), out);
    expect(await verify("ledger.jsonl")).toMatchObject({ code: 0, sealed: 4, broken: null });
    await writeFile(path.join(folder, "changed.jsonl"), out.replace(`"amount_minor":"5000"`, `"amount_minor":"5001"`));
    expect(await verify("changed.jsonl")).toMatchObject({ code: 1, broken: { seq: 1, reason: "hash_differs" } });
    await writeFile(path.join(folder, "torn.jsonl"), out.slice(0, -40));
    expect(await verify("torn.jsonl")).toMatchObject({ code: 2, err: expect.stringContaining("torn.jsonl, line 4") });
    expect(await verify("none.jsonl")).toMatchObject({ code: 2, err: expect.stringContaining("no such file") });
    expect((await readFile(path.join(folder, "ledger.jsonl"), "utf8")).split("\n")).toHaveLength(5);
  });

  it("leaves out no journal whose transaction commits late, whatever was sealed meanwhile", async () => {
    const late = await house.db.connect();
    await late.query("begin");
    const journal = await writeByHand(late);
    await trade();
    expect(await house.settlement.seals.sealDue()).toBe(2);
    await late.query("commit");
    late.release();
    expect(await house.settlement.seals.sealDue()).toBe(1);
    expect(await sealOf(3)).toBe(journal);
    expect(await verify()).toMatchObject({ code: 0, sealed: 3, unsealed: 0 });
  });

  it("seals each journal once when four sealers work while four writers write", async () => {
    let writing = true;
    const sealers = Array.from({ length: 4 }, async () => {
      while (writing) await house.settlement.seals.sealDue();
    });
    await Promise.all(Array.from({ length: 4 }, () => trades(5)));
    writing = false;
    await Promise.all(sealers);
    await house.settlement.seals.sealDue();
    expect(await verify()).toMatchObject({ code: 0, sealed: 40, unsealed: 0 });
    const { rows } = await house.db.query<{ n: string }>(`select count(distinct journal_id) as n from journal_seal`);
    expect(rows[0]!.n).toBe("40");
    expect((await violations(house)).M11).toBe(0);
  });

  it("leaves nothing half sealed when the sealer is killed before it commits", async () => {
    await trades(2);
    const killed = inTransaction(house.knex, async (tx) => {
      expect(await house.settlement.seals.sealBatch_(tx)).toBe(4);
      const { rows } = await tx.raw<{ rows: { pid: number }[] }>("select pg_backend_pid() as pid");
      await house.db.query("select pg_terminate_backend($1)", [rows[0]!.pid]);
      await new Promise((resolve) => setTimeout(resolve, 100));
    });
    await expect(killed).rejects.toThrow();
    expect(await verify()).toMatchObject({ code: 0, sealed: 0, unsealed: 4 });
    expect(await house.settlement.seals.sealDue()).toBe(4);
    expect(await verify()).toMatchObject({ code: 0, sealed: 4, unsealed: 0 });
  });

  it("alarms when a journal stands unsealed for more than a minute, and refuses to forget one", async () => {
    await trade();
    expect((await violations(house)).M11).toBe(0);
    await expect(house.db.query(`delete from journal_unsealed`)).rejects.toThrow(/only for its seal/);
    await house.db.query(`set session_replication_role = replica; update journal set at = at - interval '61 seconds'`);
    expect((await violations(house)).M11).toBe(2);
  });

  it("refuses any change of the chain, of what an account is, and a reverse that is not one", async () => {
    await trade();
    await house.settlement.seals.sealDue();
    for (const change of [
      "update journal_seal set hash = repeat('0', 64)",
      "delete from journal_seal",
      "truncate journal_seal",
      "truncate journal_unsealed",
      "update account set party = 'other'",
      "delete from account",
      "truncate account cascade",
      "truncate fee_policy cascade",
    ]) {
      await expect(house.db.query(change), change).rejects.toThrow(/append-only/);
    }
    const { rows } = await house.db.query<{ id: string; source_id: string }>(
      `select id, source_id from journal where kind = 'sale'`,
    );
    const reversal = async (source: string, factor: number) => {
      const client = await house.db.connect();
      try {
        await client.query("begin");
        const journal = id("journal");
        await client.query(
          `insert into journal (id, kind, source_id, memo) values ($1, 'reverse_sale', $2, 'Reverse')`,
          [journal, source],
        );
        await client.query(
          `insert into posting (journal_id, seq, account_id, currency, amount_minor, lot_id)
           select $1, seq, account_id, currency, amount_minor * $3::int, lot_id from posting where journal_id = $2`,
          [journal, rows[0]!.id, factor],
        );
        await client.query("commit");
      } catch (error) {
        await client.query("rollback");
        throw error;
      } finally {
        client.release();
      }
    };
    await expect(reversal(rows[0]!.source_id, -2)).rejects.toThrow(/not the opposite/);
    await expect(reversal("line_unknown", -1)).rejects.toThrow(/not there/);
  });
});
