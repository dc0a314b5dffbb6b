import { describe, expect, it } from "vitest";
import { givenCooperative, id, NONE, sold, violations } from "./house";
import { specHouse } from "./spec-house";

const house = specHouse();

/** Writes a journal by hand, posting by posting, as a program that goes past the service would. */
async function byHand(amounts: [number, string?][], statements: string[] = []): Promise<void> {
  const client = await house.db.connect();
  const journal = id("journal");
  try {
    await client.query("begin");
    for (const currency of ["CNY", "JPY"]) {
      await client.query(
        `insert into account (id, kind, party, currency) values ($1, 'tax', 'hand', $2) on conflict do nothing`,
        [`account_hand_${currency}`, currency],
      );
    }
    await client.query(`insert into journal (id, kind, source_id, memo) values ($1, 'capture', $1, 'by hand')`, [
      journal,
    ]);
    for (const [index, [amount, currency = "CNY"]] of amounts.entries()) {
      await client.query(
        `insert into posting (journal_id, seq, account_id, currency, amount_minor) values ($1, $2, $3, $4, $5)`,
        [journal, index + 1, `account_hand_${currency}`, currency, amount],
      );
    }
    for (const statement of statements) await client.query(statement.replaceAll("$journal", `'${journal}'`));
    await client.query("commit");
  } catch (error) {
    await client.query("rollback");
    throw error;
  } finally {
    client.release();
  }
}

describe("the ledger", () => {
  it("takes a balanced journal written posting by posting, and refuses one that is off by one at commit", async () => {
    await byHand([[100], [-60], [-40]]);
    await expect(byHand([[100], [-99]])).rejects.toThrow(/off by 1 minor units of CNY/);
    await expect(byHand([[100], [-100, "JPY"]])).rejects.toThrow(/off by/);
    await expect(byHand([])).rejects.toThrow(/no postings/);
  });

  it("is not fooled by checking early and writing on", async () => {
    await expect(
      byHand(
        [[5], [-5]],
        [
          "set constraints all immediate",
          "set constraints all deferred",
          "insert into posting (journal_id, seq, account_id, currency, amount_minor) values ($journal, 9, 'account_hand_CNY', 'CNY', 7)",
        ],
      ),
    ).rejects.toThrow(/off by 7/);
  });

  it("refuses every change of what is written, and postings added later even when they balance", async () => {
    await byHand([[3], [-3]]);
    for (const change of [
      "update posting set amount_minor = amount_minor * 2",
      "delete from posting",
      "truncate posting",
      "update journal set memo = 'other'",
      "delete from journal",
      "truncate journal cascade",
    ]) {
      await expect(house.db.query(change), change).rejects.toThrow(/append-only/);
    }
    await expect(
      house.db.query(
        `insert into posting (journal_id, seq, account_id, currency, amount_minor)
         select j.id, s.seq, 'account_hand_CNY', 'CNY', s.amount from (select id from journal where memo = 'by hand' limit 1) j,
           (values (20, 1), (21, -1)) s(seq, amount)`,
      ),
    ).rejects.toThrow(/earlier transaction/);
  });

  it("keeps what it stored of a sale and its policy unchangeable", async () => {
    const cooperative_id = await givenCooperative(house);
    await sold(house, [
      { cooperative_id, grams: 1000, paid_minor: 5000, lots: [{ household_id: "household_a", grams: 1000 }] },
    ]);
    for (const change of [
      "update sale_line_row set amount_minor = 1",
      "delete from sale_line_row",
      "truncate sale_line_row",
      "update fee_policy set platform_bp = 0",
      "delete from fee_policy",
    ]) {
      await expect(house.db.query(change), change).rejects.toThrow(/append-only/);
    }
  });

  it("shows no violation, and shows each kind of damage done behind its back", async () => {
    expect(await violations(house)).toEqual(NONE);
    const client = await house.db.connect();
    const damaged = async (...changes: string[]) => {
      await client.query("begin");
      try {
        await client.query("set local session_replication_role = replica");
        for (const change of changes) await client.query(change);
        const { rows } = await client.query<{ n: string }>("select 1 as n");
        expect(rows).toHaveLength(1);
        await client.query("commit");
        return await violations(house);
      } finally {
        await client.query("rollback").catch(() => undefined);
      }
    };
    try {
      const afterPosting = await damaged(
        "update posting set amount_minor = amount_minor + 1 where (journal_id, seq) in (select journal_id, seq from posting join journal j on j.id = journal_id where j.kind = 'sale' limit 1)",
      );
      expect(afterPosting.M1).toBe(1);
      expect(afterPosting.M2).toBe(1);
      expect(afterPosting.M3).toBe(1);
      const afterRow = await damaged(
        "update sale_line_row set amount_minor = amount_minor + 1 where (sale_line_id, seq) in (select sale_line_id, seq from sale_line_row limit 1)",
      );
      expect(afterRow.M4).toBeGreaterThan(0);
    } finally {
      client.release();
    }
  });
});
