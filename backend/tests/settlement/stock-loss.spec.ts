import { afterAll, beforeAll, describe, expect, it } from "vitest";
import PoolService from "../../src/modules/pool/service";
import type { PoolRow } from "../../src/modules/pool/types";
import { day, givenLot, givenPool, newId, type PoolHouse } from "../pool/support";
import {
  account,
  captureInput,
  givenCooperative,
  NONE,
  order,
  postInput,
  settledPeriod,
  settlementHouse,
  statementsOf,
  THIS_YEAR,
  value,
  violations,
  type SettlementHouse,
} from "./house";

/** Pool and settlement on one database: a count is approved, its job runs, the household's statement says it. */
let house: SettlementHouse;
let pools: PoolHouse;
beforeAll(async () => {
  house = await settlementHouse();
  pools = { ...house, pools: new PoolService({ __pg_connection__: house.knex }) };
});
afterAll(() => house.close());

/** A count of a pool that the cooperative bears, approved. */
async function counted(pool: PoolRow, units: number): Promise<string> {
  const act = { cooperative_id: pool.cooperative_id };
  const opened = value(
    await pools.pools.stocktakes.open({ ...act, pool_id: pool.id, bearer: "cooperative", person: "m_a" }),
  );
  value(await pools.pools.stocktakes.count({ ...act, id: opened.id, counted: units, words: "count", person: "m_a" }));
  value(await pools.pools.stocktakes.approve({ ...act, id: opened.id, person: "m_b" }));
  return opened.id;
}

/** As the job `stock-loss` does it. */
async function runJob(stocktake_id: string, message_id = newId("out")): Promise<number | undefined> {
  const loss = await pools.pools.stocktakes.losses.of(stocktake_id);
  return loss && house.settlement.stockLosses.book({ message_id, currency: "CNY", ...loss });
}

const asked = async (stocktake_id: string) =>
  (
    await house.db.query(`select 1 from outbox_message where job = 'stock-loss' and payload ->> 'stocktake_id' = $1`, [
      stocktake_id,
    ])
  ).rowCount;

async function owed(kind: string, party: string): Promise<number> {
  const { rows } = await house.db.query<{ sum: string }>(
    `select coalesce(-sum(p.amount_minor), 0) as sum from account a join posting p on p.account_id = a.id where a.kind = $1 and a.party = $2`,
    [kind, party],
  );
  return Number(rows[0]?.sum);
}

/** 5 kg of the pool sold for 86.00: 69.92 of it are the households'. */
async function sell(pool: PoolRow, lot_id: string, household_id: string): Promise<void> {
  const given = order([
    {
      cooperative_id: pool.cooperative_id,
      grams: 5000,
      paid_minor: 8600,
      freight_minor: 800,
      lots: [{ lot_id, household_id, grams: 5000 }],
    },
  ]);
  const capture = captureInput(given);
  value(
    await house.settlement.recordCapture({
      ...capture,
      lines: capture.lines.map((line) => ({ ...line, pool_id: pool.id })),
    }),
  );
  value(await house.settlement.postSale(postInput(given)));
}

describe("goods that a stock-taking found missing and the cooperative bears", () => {
  it("are paid to their households at what the pool's sales left, once, and stand on the statement in words", async () => {
    const cooperative_id = await givenCooperative(house);
    const pool = await givenPool(pools, { cooperative_id });
    const [wang, li] = [newId("wang"), newId("li")];
    const sold_lot = await givenLot(pools, pool, 6000, { household_id: wang });
    await givenLot(pools, pool, 6000, { household_id: li });
    await sell(pool, sold_lot, wang);
    const stocktake_id = await counted(pool, 9000);
    expect(await asked(stocktake_id)).toBe(1);

    // Two workers at once, then a message that comes again, then another message for the same count.
    const message = newId("out");
    await Promise.all([runJob(stocktake_id, message), runJob(stocktake_id, message)]);
    await runJob(stocktake_id, message);
    await runJob(stocktake_id);
    // 3 kg are missing, half of each: 69.92 / 5 kg x 1.5 kg = 20.976.
    expect(await owed("stock_loss", cooperative_id)).toBe(-4196);
    expect(await owed("household_payable", li)).toBe(2098);
    expect(await house.settlement.stockLosses.of(stocktake_id, cooperative_id)).toMatchObject([
      { amount_minor: 2098, basis: "sales" },
      { amount_minor: 2098, basis: "sales" },
    ]);
    expect(await house.settlement.stockLosses.of(stocktake_id, "another")).toEqual([]);

    const period_id = await settledPeriod(house, cooperative_id);
    const accounts = [wang, li].map((one) => account.cash(one));
    expect(value(await house.settlement.approvePeriod({ period_id, person: "checker", accounts }))).toMatchObject({
      approved: true,
    });
    const [facts] = await statementsOf(house, li);
    expect(facts).toMatchObject({ gross_minor: 2098, net_minor: 2098, lots: [] });
    expect(facts?.others).toMatchObject([{ rule: "stock_loss", amount_minor: 2098 }]);
    expect(facts?.others[0]?.words.zh).toContain("盘点");
    const totals = await house.settlement.totals.ofCooperative(period_id);
    expect(totals).toMatchObject([{ sales_minor: 8600, beside_minor: 4196, difference_minor: 0 }]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("take from what the cooperative can set aside: the reserve gives nothing away that a loss has taken", async () => {
    const cooperative_id = await givenCooperative(house);
    const pool = await givenPool(pools, { cooperative_id });
    const wang = newId("wang");
    const lot_id = await givenLot(pools, pool, 10_000, { household_id: wang });
    await sell(pool, lot_id, wang);
    const { reserves } = house.settlement.clawbacks;
    const before = (await reserves.of(cooperative_id))[0]!.fees_minor;
    expect(await runJob(await counted(pool, 9_900))).toBe(1);
    const lost = -(await owed("stock_loss", cooperative_id));
    expect(lost).toBeGreaterThan(0);
    const [state] = await reserves.of(cooperative_id);
    expect(state?.fees_minor).toBe(before - lost);
    const year = { cooperative_id, currency: "CNY", year: THIS_YEAR, tz: "Asia/Shanghai" };
    expect((await house.settlement.patronage.standing(year)).there_minor).toBe(BigInt(before - lost));
    const move = { cooperative_id, currency: "CNY", words: "all", person: "m", idempotency_key: newId("key") };
    const all = await reserves.move({ ...move, amount_minor: BigInt(before) });
    expect(all.ok ? null : all.refusal.reason).toBe("reserve_not_enough");
    value(await reserves.move({ ...move, amount_minor: BigInt(before - lost) }));
  });

  it("wait for a price where there is none yet, and are booked once the pool has sold", async () => {
    const cooperative_id = await givenCooperative(house);
    const pool = await givenPool(pools, { cooperative_id });
    const wang = newId("wang");
    const lot_id = await givenLot(pools, pool, 10_000, { household_id: wang });
    const stocktake_id = await counted(pool, 8000);
    expect(await runJob(stocktake_id)).toBe(0);
    expect(await house.settlement.stockLosses.bookWaiting()).toBe(0);
    expect(await house.settlement.stockLosses.of(stocktake_id, cooperative_id)).toMatchObject([{ amount_minor: null }]);
    await sell(pool, lot_id, wang);
    const before = await owed("household_payable", wang);
    await Promise.all([house.settlement.stockLosses.bookWaiting(), house.settlement.stockLosses.bookWaiting()]);
    expect((await owed("household_payable", wang)) - before).toBe(2797);
    await expect(
      house.db.query(`update stock_loss set amount_minor = 1 where stocktake_id = $1`, [stocktake_id]),
    ).rejects.toThrow("is not changed");
  });

  it("are settled in the currency of their price: of the ticket, or of the pool's sales, never waiting for another", async () => {
    const cooperative_id = await givenCooperative(house, { currency: "JPY" });
    const [wang, li] = [newId("wang"), newId("li")];
    const [ticketed, sold_abroad] = [
      await givenPool(pools, { cooperative_id }),
      await givenPool(pools, { cooperative_id }),
    ];
    const lot = await givenLot(pools, ticketed, 10_000, { household_id: wang });
    await house.db.query(
      `update lot set day_price_minor = 1200, day_price_currency = 'CNY', day_price_per = 'kg' where id = $1`,
      [lot],
    );
    const in_yen = async (stocktake_id: string) => {
      const loss = await pools.pools.stocktakes.losses.of(stocktake_id);
      return loss && house.settlement.stockLosses.book({ message_id: newId("out"), currency: "jpy", ...loss });
    };
    const by_ticket = await counted(ticketed, 7_000);
    expect(await in_yen(by_ticket)).toBe(1);
    expect(await house.settlement.stockLosses.of(by_ticket, cooperative_id)).toMatchObject([
      { currency: "CNY", amount_minor: 3_600, basis: "ticket" },
    ]);
    await expect(
      house.db.query(`update stock_loss set currency = 'JPY' where stocktake_id = $1`, [by_ticket]),
    ).rejects.toThrow("is not changed");

    const other = await givenLot(pools, sold_abroad, 10_000, { household_id: li });
    const waits = await counted(sold_abroad, 8_000);
    expect(await in_yen(waits)).toBe(0);
    await givenCooperative(house, {}, cooperative_id);
    await sell(sold_abroad, other, li);
    await house.settlement.stockLosses.bookWaiting();
    expect(await house.settlement.stockLosses.of(waits, cooperative_id)).toMatchObject([
      { currency: "CNY", amount_minor: 2_797, basis: "sales" },
    ]);
    const period_id = await settledPeriod(house, cooperative_id);
    const accounts = [wang, li].map((one) => account.cash(one));
    expect(value(await house.settlement.approvePeriod({ period_id, person: "checker", accounts }))).toMatchObject({
      approved: true,
    });
    const [facts] = await statementsOf(house, wang);
    expect(facts).toMatchObject({ currency: "CNY", net_minor: 3_600 });
    expect(await violations(house)).toEqual(NONE);
  });

  it("are not paid where they had expired, nor where the households bear them", async () => {
    const cooperative_id = await givenCooperative(house);
    const pool = await givenPool(pools, { cooperative_id });
    await givenLot(pools, pool, 4000, { best_before: day(1) });
    await house.db.query(`update lot set best_before = current_date - 3 where pool_id = $1`, [pool.id]);
    await pools.pools.expiry.keepFromSale();
    const expired = await counted(pool, 3000);
    expect([await asked(expired), await runJob(expired)]).toEqual([0, undefined]);

    const other = await givenPool(pools, { cooperative_id });
    await givenLot(pools, other, 4000);
    const act = { cooperative_id, pool_id: other.id, bearer: "pro_rata" as const, person: "m_a" };
    const opened = value(await pools.pools.stocktakes.open(act));
    value(await pools.pools.stocktakes.count({ ...act, id: opened.id, counted: 3000, words: "" }));
    value(await pools.pools.stocktakes.approve({ ...act, id: opened.id, person: "m_b" }));
    expect([await asked(opened.id), await runJob(opened.id)]).toEqual([0, undefined]);
  });
});
