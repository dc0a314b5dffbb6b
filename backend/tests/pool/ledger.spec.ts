import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  broken,
  counters,
  day,
  givenLot,
  givenOrder,
  givenPool,
  newId,
  newKey,
  poolHouse,
  reasonOf,
  shipAll,
  TODAY,
  value,
  type PoolHouse,
} from "./support";

let house: PoolHouse;
beforeAll(async () => {
  house = await poolHouse();
});
afterAll(() => house.close());

/** Lets the database's clock stand on a past day for what was written: movements can't be changed, so their guard is lifted here. */
async function moveBack(pool_id: string, days: number): Promise<void> {
  await house.db.query(`alter table lot_movement disable trigger lot_movement_append_only`);
  await house.db.query(`update lot_movement set at = at - make_interval(days => $2) where pool_id = $1`, [
    pool_id,
    days,
  ]);
  await house.db.query(`alter table lot_movement enable trigger lot_movement_append_only`);
  await house.db.query(`update pool_day set day = day - $2::int where pool_id = $1`, [pool_id, days]);
}

const waste = (
  pool: { id: string; cooperative_id: string },
  lot: string,
  units: number,
  person = "m_weigher",
  key = newKey(),
) => ({
  cooperative_id: pool.cooperative_id,
  pool_id: pool.id,
  kind: "waste" as const,
  reason: "mould",
  words: "袋底发霉",
  lines: [{ lot, delta_units: -units }],
  person,
  idempotency_key: key,
});

describe("why a pool is at what it is at", () => {
  it("every figure is the sum of its rows, page by page, today and on a past day", async () => {
    const pool = await givenPool(house);
    const lot = await givenLot(house, pool, 100_000);
    await givenLot(house, pool, 50_000);
    await moveBack(pool.id, 3);
    const { order_id } = await givenOrder(house, pool, 30_000);
    await shipAll(house, order_id);
    await givenOrder(house, pool, 10_000);
    value(await house.pools.adjustments.propose(waste(pool, lot, 1_500)));

    const now = await house.pools.figures.at(pool.id);
    expect(now).toMatchObject({
      day: TODAY,
      in: 150_000,
      sold: 30_000,
      lost: 1_500,
      held: 10_000,
      left: 108_500,
      on_hand: 118_500,
      lots: 2,
      households: 2,
    });
    expect(now.in + now.returned + now.adjusted + now.split).toBe(now.sold + now.held + now.left + now.lost);
    const then = await house.pools.figures.at(pool.id, day(-2));
    expect(then).toMatchObject({ in: 150_000, sold: 0, lost: 0, held: 0, on_hand: 150_000 });
    expect(await house.pools.figures.at(pool.id, day(-9))).toMatchObject({ in: 0, on_hand: 0, lots: 0 });

    for (const on of [day(-2), TODAY]) {
      const kept = await house.pools.figures.at(pool.id, on);
      const replayed = await house.pools.figures.replay(pool.id, on);
      expect(kept).toMatchObject(replayed);
      for (const figure of ["in", "sold", "lost", "on_hand", "held"] as const) {
        let sum = 0;
        let cursor: string | undefined;
        const seen = new Set<string>();
        do {
          const rows = await house.pools.figures.movements({ pool_id: pool.id, figure, day: on, cursor, limit: 2 });
          for (const row of rows) {
            expect(seen.has(row.id)).toBe(false);
            seen.add(row.id);
            sum += row.units;
          }
          const last = rows.at(-1);
          cursor = rows.length === 2 && last ? `${last.at_key}~${last.id}` : undefined;
        } while (cursor);
        expect(Math.abs(sum), `${figure} on ${on}`).toBe(kept[figure]);
      }
    }
    const standing = async (figure: "left" | "kept_apart" | "promised") =>
      (await house.pools.figures.standing({ pool_id: pool.id, figure, limit: 50 })).reduce(
        (sum, row) => sum + row.units,
        0,
      );
    expect(await standing("left")).toBe(108_500);
    expect(await standing("kept_apart")).toBe(0);
    expect(await standing("promised")).toBe(10_000);
    expect(await broken(house)).toEqual([]);
  });

  it("lots and movements that share a microsecond are each on one page", async () => {
    const pool = await givenPool(house);
    for (let i = 0; i < 7; i++) await givenLot(house, pool, 1_000 + i);
    await house.db.query(`update lot set created_at = now() where pool_id = $1`, [pool.id]);
    const seen: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await house.pools.lotsOfCooperative({ cooperative_id: pool.cooperative_id, cursor, limit: 3 });
      seen.push(...page.map((lot) => lot.lot_id));
      const last = page.at(-1);
      cursor = page.length === 3 && last ? `${last.at_key}~${last.id}` : undefined;
    } while (cursor);
    expect(new Set(seen).size).toBe(7);
    expect(seen).toHaveLength(7);
  });
});

describe("waste and corrections", () => {
  it("under the limit one person writes it off, once, however often the form is sent at once", async () => {
    const pool = await givenPool(house);
    const lot = await givenLot(house, pool, 40_000);
    const entry = waste(pool, lot, 5_000);
    const answers = await Promise.all(Array.from({ length: 6 }, () => house.pools.adjustments.propose(entry)));
    expect(new Set(answers.map((one) => value(one).id)).size).toBe(1);
    expect(await counters(house, pool.id)).toEqual({ on_hand: 35_000, held: 0 });
    expect(reasonOf(await house.pools.adjustments.propose({ ...entry, words: "别的" }))).toBe("idempotency_conflict");
    expect(await broken(house)).toEqual([]);
  });

  it("above the limit a second person must approve; never the one who entered it, and only once", async () => {
    const pool = await givenPool(house);
    const lot = await givenLot(house, pool, 90_000);
    const entered = value(await house.pools.adjustments.propose(waste(pool, lot, 25_000, "m_a")));
    expect(entered.state).toBe("proposed");
    expect(await counters(house, pool.id)).toEqual({ on_hand: 90_000, held: 0 });
    const act = { id: entered.id, cooperative_id: pool.cooperative_id };
    expect(reasonOf(await house.pools.adjustments.approve({ ...act, person: "m_a" }))).toBe("same_person");
    expect(
      reasonOf(await house.pools.adjustments.approve({ ...act, cooperative_id: "coop_other", person: "m_b" })),
    ).toBe("not_found");
    const answers = await Promise.all(
      ["m_b", "m_c", "m_d"].map((person) => house.pools.adjustments.approve({ ...act, person })),
    );
    expect(answers.filter((one) => one.ok)).toHaveLength(1);
    expect(await counters(house, pool.id)).toEqual({ on_hand: 65_000, held: 0 });
    expect(await broken(house)).toEqual([]);
  });

  it("many small entries of one person within a day are one large one; a second person's are their own", async () => {
    const pool = await givenPool(house);
    const lot = await givenLot(house, pool, 90_000);
    const states = [];
    for (let entry = 0; entry < 3; entry += 1) {
      states.push(value(await house.pools.adjustments.propose(waste(pool, lot, 9_000, "m_a"))).state);
    }
    states.push(value(await house.pools.adjustments.propose(waste(pool, lot, 9_000, "m_b"))).state);
    expect(states).toEqual(["approved", "approved", "proposed", "approved"]);
    // Its household reads each of them with its reason.
    const changes = await house.pools.lotLives.changes(lot);
    expect(changes.map(({ kind, units }) => [kind, units])).toEqual(Array(3).fill(["waste", -9_000]));
    expect(changes.every(({ reason }) => reason.startsWith("mould"))).toBe(true);
    expect(await counters(house, pool.id)).toEqual({ on_hand: 63_000, held: 0 });
    await house.knex.raw(`update pool_adjustment set at = now() - interval '25 hours' where pool_id = ?`, [pool.id]);
    expect(value(await house.pools.adjustments.propose(waste(pool, lot, 9_000, "m_a"))).state).toBe("approved");
    expect(await broken(house)).toEqual([]);
  });

  it("a closed pool promises nothing new until it is opened again, and both are kept", async () => {
    const pool = await givenPool(house);
    await givenLot(house, pool, 5_000);
    const hold = (cart_id: string) =>
      house.pools.holdForCart({ cart_id, run_id: "r", lines: [{ pool_id: pool.id, units: 1_000 }] });
    const turn = (status: "open" | "closed", cooperative_id = pool.cooperative_id) =>
      house.pools.opening.set({ pool_id: pool.id, cooperative_id, status, reason: "霜冻", person: "m_boss" });
    expect(reasonOf(await turn("closed", "coop_other"))).toBe("pool_not_found");
    for (let again = 0; again < 2; again += 1) value(await turn("closed"));
    expect(reasonOf(await hold(newKey()))).toBe("insufficient_stock");
    value(await turn("open"));
    expect((await hold(newKey())).ok).toBe(true);
    const before = { at: "infinity", id: "" };
    const acts = await house.pools.activity.list({ cooperative_id: pool.cooperative_id, before, limit: 50 });
    expect(acts.map((one) => one.act).filter((act) => act.startsWith("pool_"))).toEqual(["pool_open", "pool_closed"]);
  });

  it("who changes what one person may do alone is kept, change by change", async () => {
    const { cooperative_id } = await givenPool(house);
    for (const limit_g of [1_000_000, 20_000]) {
      await house.pools.ledgerPolicies.set({
        cooperative_id,
        limit_g,
        limit_pieces: 60,
        bearer: "pro_rata",
        person: "m_boss",
      });
    }
    const before = { at: "infinity", id: "" };
    const acts = await house.pools.activity.list({ cooperative_id, before, limit: 50 });
    expect(acts.filter((one) => one.act === "limit_set").map((one) => [one.person, one.subject])).toEqual([
      ["m_boss", "20 kg, 60"],
      ["m_boss", "1000 kg, 60"],
    ]);
  });

  it("what was sold while it waited is not written off: decided anew at approval", async () => {
    const pool = await givenPool(house);
    const lot = await givenLot(house, pool, 30_000);
    const entered = value(await house.pools.adjustments.propose(waste(pool, lot, 25_000, "m_a")));
    await givenOrder(house, pool, 10_000);
    const late = await house.pools.adjustments.approve({
      id: entered.id,
      cooperative_id: pool.cooperative_id,
      person: "m_b",
    });
    expect(reasonOf(late)).toBe("lot_allocated");
    expect(await counters(house, pool.id)).toEqual({ on_hand: 30_000, held: 10_000 });
    const dropped = await house.pools.adjustments.drop({
      id: entered.id,
      cooperative_id: pool.cooperative_id,
      person: "m_b",
      words: "已卖出",
    });
    expect(value(dropped).state).toBe("rejected");
  });

  it("raced by buyers, nothing promised is ever written off", async () => {
    const pool = await givenPool(house);
    const lot = await givenLot(house, pool, 10_000);
    const buyers = Array.from({ length: 10 }, (_, i) =>
      house.pools.holdForCart({ cart_id: newId("cart"), run_id: `r${i}`, lines: [{ pool_id: pool.id, units: 1_000 }] }),
    );
    const losses = Array.from({ length: 10 }, () => house.pools.adjustments.propose(waste(pool, lot, 1_000)));
    const done = await Promise.all([...buyers, ...losses]);
    expect(done.filter((one) => one.ok)).toHaveLength(10);
    const { on_hand, held } = await counters(house, pool.id);
    expect(held).toBe(on_hand);
    expect(await broken(house)).toEqual([]);
  });
});

describe("stock-taking", () => {
  const counted = async (
    pool: { id: string; cooperative_id: string },
    units: number,
    bearer: "oldest_first" | "pro_rata" | "cooperative" = "pro_rata",
  ) => {
    const open = value(
      await house.pools.stocktakes.open({
        cooperative_id: pool.cooperative_id,
        pool_id: pool.id,
        bearer,
        person: "m_a",
      }),
    );
    return house.pools.stocktakes.count({
      id: open.id,
      cooperative_id: pool.cooperative_id,
      person: "m_a",
      counted: units,
      words: "月底",
    });
  };

  it("what a count finds missing is written to the lots, after a second person agreed, once", async () => {
    const pool = await givenPool(house);
    const old = await givenLot(house, pool, 60_000, { days_ago: 9 });
    await givenLot(house, pool, 40_000);
    await givenOrder(house, pool, 50_000);
    const count = value(await counted(pool, 98_000, "oldest_first"));
    expect(count.lines).toMatchObject([{ lot_id: old, delta_units: -2_000, borne_by: "household" }]);
    const act = { id: count.id, cooperative_id: pool.cooperative_id };
    expect(reasonOf(await house.pools.stocktakes.approve({ ...act, person: "m_a" }))).toBe("same_person");
    // Goods that are weighed in after the count are no part of it.
    await givenLot(house, pool, 7_000);
    const answers = await Promise.all(
      ["m_b", "m_c"].map((person) => house.pools.stocktakes.approve({ ...act, person })),
    );
    expect(answers.filter((one) => one.ok)).toHaveLength(1);
    expect(await counters(house, pool.id)).toEqual({ on_hand: 105_000, held: 50_000 });
    expect(await broken(house)).toEqual([]);
  });

  it("a surplus goes to the lots that lie there", async () => {
    const pool = await givenPool(house);
    await givenLot(house, pool, 10_000);
    await givenLot(house, pool, 30_000);
    const count = value(await counted(pool, 40_400, "cooperative"));
    value(await house.pools.stocktakes.approve({ id: count.id, cooperative_id: pool.cooperative_id, person: "m_b" }));
    expect((await house.pools.figures.at(pool.id)).adjusted).toBe(400);
    expect(await broken(house)).toEqual([]);
  });

  it("is refused below what is promised, and when the goods were sold since the count", async () => {
    const pool = await givenPool(house);
    await givenLot(house, pool, 20_000);
    await givenOrder(house, pool, 15_000);
    expect(reasonOf(await counted(pool, 14_999))).toBe("under_held");
    const count = value(await counted(pool, 16_000));
    await givenOrder(house, pool, 4_500);
    const late = await house.pools.stocktakes.approve({
      id: count.id,
      cooperative_id: pool.cooperative_id,
      person: "m_b",
    });
    expect(reasonOf(late)).toBe("under_held");
    expect(await counters(house, pool.id)).toEqual({ on_hand: 20_000, held: 19_500 });
  });
});

describe("drying", () => {
  it("each pool loses its part of a day once, with the rule's reason, whoever runs it and however often", async () => {
    const pool = await givenPool(house, { produce: newId("walnut") });
    await givenLot(house, pool, 100_000, { days_ago: 5 });
    await givenLot(house, pool, 60_000, { days_ago: 4 });
    await givenLot(house, pool, 9_000);
    const rule = {
      cooperative_id: pool.cooperative_id,
      produce: pool.produce,
      ppm_per_day: 500,
      reason: "晾晒失水试验",
      person: "m_a",
      today: TODAY,
    };
    expect(reasonOf(await house.pools.shrinks.setRule({ ...rule, from_day: day(-1) }))).toBe("invalid_date");
    value(await house.pools.shrinks.setRule({ ...rule, from_day: day(-2), today: day(-2) }));
    const runs = await Promise.all(Array.from({ length: 4 }, () => house.pools.shrinks.run(pool.id, day(-2))));
    expect(runs.filter(Boolean)).toHaveLength(1);
    expect(await counters(house, pool.id)).toEqual({ on_hand: 169_000 - 80, held: 0 });
    expect(await house.pools.shrinks.run(pool.id, day(-3))).toBe(false);
    expect(await house.pools.shrinks.runDue()).toBe(1);
    expect(await house.pools.shrinks.runDue()).toBe(0);
    expect((await house.pools.shrinks.runs(pool.id, 10)).map((run) => run.lost_units)).toEqual([79, 80]);
    expect(await broken(house)).toEqual([]);
  });
});

describe("grades and transfers", () => {
  it("part of a lot becomes a lot of another pool: same household, same harvest, traced by its parent", async () => {
    const pool = await givenPool(house);
    const second = await givenPool(house, { cooperative_id: pool.cooperative_id, grade: "2", pack_units: 3_000 });
    const lot = await givenLot(house, pool, 20_000, { household_id: "hh_wang" });
    await givenOrder(house, pool, 5_000);
    const input = {
      cooperative_id: pool.cooperative_id,
      lot_id: lot,
      to_pool_id: second.id,
      units: 10_000,
      reason: "复检为二级",
      person: "m_a",
      idempotency_key: newKey(),
    };
    const answers = await Promise.all([1, 2, 3].map(() => house.pools.splits.split(input)));
    expect(new Set(answers.map((one) => value(one).to_lot_id)).size).toBe(1);
    expect(await counters(house, pool.id)).toEqual({ on_hand: 10_000, held: 5_000 });
    expect(await counters(house, second.id)).toEqual({ on_hand: 9_000, held: 0 });
    const { rows } = await house.db.query(
      `select parent_lot_id, household_id, kept_apart_units::int as apart from lot where pool_id = $1`,
      [second.id],
    );
    expect(rows).toEqual([{ parent_lot_id: lot, household_id: "hh_wang", apart: 1_000 }]);
    expect(reasonOf(await house.pools.splits.split({ ...input, idempotency_key: newKey(), units: 5_001 }))).toBe(
      "lot_allocated",
    );
    const other = await givenPool(house);
    expect(
      reasonOf(await house.pools.splits.split({ ...input, idempotency_key: newKey(), to_pool_id: other.id })),
    ).toBe("pool_not_found");
    expect(await broken(house)).toEqual([]);
  });
});

describe("expired lots", () => {
  it("are offered to nobody and promised to nobody, and can be written off", async () => {
    const pool = await givenPool(house);
    const old = await givenLot(house, pool, 8_000, { best_before: day(2) });
    await givenLot(house, pool, 10_000);
    await givenOrder(house, pool, 3_000);
    await house.db.query(`update lot set best_before = $2 where id = $1`, [old, day(-1)]);
    await house.db.query(`update allocation set created_at = created_at - interval '3 days' where lot_id = $1`, [old]);
    const soon = await house.pools.expiry.soon({ cooperative_id: pool.cooperative_id, within_days: 7, limit: 10 });
    expect(soon).toMatchObject([{ lot_id: old, days: -1 }]);
    const kept = await Promise.all([1, 2, 3].map(() => house.pools.expiry.keepFromSale()));
    expect(kept.reduce((sum, n) => sum + n, 0)).toBe(1);
    const free = soon[0]?.free ?? 0;
    expect(await counters(house, pool.id)).toEqual({ on_hand: 18_000, held: 3_000 + free });
    const left = 15_000 - free;
    expect(
      (
        await house.pools.holdForCart({
          cart_id: newId("cart"),
          run_id: "r",
          lines: [{ pool_id: pool.id, units: left + 1 }],
        })
      ).ok,
    ).toBe(false);
    await givenOrder(house, pool, left);
    const off = value(await house.pools.adjustments.propose({ ...waste(pool, old, free), reason: "spoilt" }));
    expect(off.state).toBe("approved");
    const now = await counters(house, pool.id);
    expect(now).toEqual({ on_hand: 18_000 - free, held: 18_000 - free });
    expect(await broken(house)).toEqual([]);
  });
});

describe("an expired lot while no sweeper runs", () => {
  it("is promised to nobody all the same, nor when it was moved to another pool", async () => {
    const pool = await givenPool(house);
    const feed = await givenPool(house, { cooperative_id: pool.cooperative_id, grade: "3" });
    const old = await givenLot(house, pool, 8_000, { best_before: day(1) });
    await house.db.query(`update lot set best_before = $2 where id = $1`, [old, day(-1)]);
    const cart = (pool_id: string) =>
      house.pools.holdForCart({ cart_id: newId("cart"), run_id: "r", lines: [{ pool_id, units: 1_000 }] });
    expect(reasonOf(await cart(pool.id))).toBe("insufficient_stock");
    const split = {
      cooperative_id: pool.cooperative_id,
      lot_id: old,
      to_pool_id: feed.id,
      units: 5_000,
      reason: "作饲料",
    };
    value(await house.pools.splits.split({ ...split, person: "m_a", idempotency_key: newKey() }));
    expect(reasonOf(await cart(feed.id))).toBe("insufficient_stock");
    expect(await broken(house)).toEqual([]);
  });
});

describe("goods that came back", () => {
  it("wait, and go back on sale only when ticked; each act of receiving is known once", async () => {
    const pool = await givenPool(house);
    await givenLot(house, pool, 6_000);
    await givenLot(house, pool, 3_000);
    const { order_id, order_line_id } = await givenOrder(house, pool, 6_000);
    const back = (units: number, damaged = false) => ({
      source_id: newId("ordchact"),
      return_id: "ret",
      order_id,
      order_line_id,
      pool_id: pool.id,
      units,
      damaged,
    });
    const first = back(3_000);
    const act = { cooperative_id: pool.cooperative_id, person: "m_a", words: "外包装完好" };
    await house.pools.returnedGoods.record([first]);
    const [early] = await house.pools.returnedGoods.list({ cooperative_id: pool.cooperative_id, limit: 10 });
    expect(reasonOf(await house.pools.returnedGoods.decide({ ...act, id: early?.id ?? "", sellable: true }))).toBe(
      "not_shipped",
    );
    await shipAll(house, order_id);
    const twice = await Promise.all([
      house.pools.returnedGoods.record([first, back(1_500, true)]),
      house.pools.returnedGoods.record([first]),
    ]);
    expect(twice.reduce((sum, n) => sum + n, 0)).toBe(1);
    expect(await counters(house, pool.id)).toEqual({ on_hand: 3_000, held: 0 });
    const waiting = await house.pools.returnedGoods.list({
      cooperative_id: pool.cooperative_id,
      waiting: true,
      limit: 10,
    });
    const good = waiting.find((one) => !one.damaged)?.id ?? "";
    const bad = waiting.find((one) => one.damaged)?.id ?? "";
    await Promise.all([1, 2, 3].map(() => house.pools.returnedGoods.decide({ ...act, id: good, sellable: true })));
    expect(await counters(house, pool.id)).toEqual({ on_hand: 6_000, held: 0 });
    expect(reasonOf(await house.pools.returnedGoods.decide({ ...act, id: bad, sellable: true }))).toBe("damaged");
    value(await house.pools.returnedGoods.decide({ ...act, id: bad, sellable: false }));
    expect(await house.pools.figures.at(pool.id)).toMatchObject({
      on_hand: 6_000,
      returned: 4_500,
      lost: 1_500,
      sold: 6_000,
    });
    expect(reasonOf(await house.pools.returnedGoods.decide({ ...act, id: good, sellable: false }))).toBe("conflict");
    expect(await broken(house)).toEqual([]);
  });
});

describe("forecasts", () => {
  it("stand apart from stock and are weighed by what the household brought before", async () => {
    const pool = await givenPool(house);
    const declare = (units: number) => ({
      cooperative_id: pool.cooperative_id,
      household_id: "hh_li",
      village_id: pool.origin_id,
      pool_id: pool.id,
      units,
      ready_from: TODAY,
      ready_to: day(20),
      note: null,
      person: "hh_li",
      idempotency_key: newKey(),
      today: TODAY,
    });
    const first = value(await house.pools.forecasts.declare(declare(30_000)));
    expect(first).toMatchObject({ ratio_bp: null, expected_units: 30_000 });
    expect(await counters(house, pool.id)).toEqual({ on_hand: 0, held: 0 });
    await givenLot(house, pool, 20_000, { household_id: "hh_li" });
    const act = { cooperative_id: pool.cooperative_id, person: "m_a" };
    expect(
      reasonOf(await house.pools.forecasts.end({ ...act, id: first.id, household_id: "hh_other", to: "withdrawn" })),
    ).toBe("not_found");
    const ends = await Promise.all(
      [1, 2].map(() => house.pools.forecasts.end({ ...act, id: first.id, to: "delivered" })),
    );
    expect(ends.map((one) => value(one).delivered_units)).toEqual([20_000, 20_000]);
    value(await house.pools.forecasts.declare(declare(9_000)));
    expect((await house.pools.forecasts.ofPools([pool.id])).get(pool.id)).toEqual({
      declared: 9_000,
      expected: 5_999,
      forecasts: 1,
    });
    expect(reasonOf(await house.pools.forecasts.end({ ...act, id: first.id, to: "withdrawn" }))).toBe("conflict");
  });
});

describe("holds for a quote", () => {
  it("end by clock; a dead sweeper oversells nothing and blocks nothing for good; a manager may end them, never a cart's", async () => {
    const pool = await givenPool(house);
    await givenLot(house, pool, 10_000);
    const quote = (owner_id: string, units: number, seconds = 3_600) => ({
      kind: "quote" as const,
      owner_id,
      cooperative_id: pool.cooperative_id,
      lines: [{ pool_id: pool.id, units }],
      expires_at: new Date(Date.now() + seconds * 1_000),
      note: "团购报价",
      person: "m_boss",
    });
    const owner = newId("quote");
    const { hold_id } = value(await house.pools.buyerHolds.holdFor(quote(owner, 8_000)));
    // The same quote changes its hold and never adds to it.
    expect(value(await house.pools.buyerHolds.holdFor(quote(owner, 7_000))).hold_id).toBe(hold_id);
    const cart = { cart_id: newId("cart"), run_id: "r", lines: [{ pool_id: pool.id, units: 4_000 }] };
    expect(reasonOf(await house.pools.holdForCart(cart))).toBe("insufficient_stock");
    // Its time passes, and no sweeper runs: the next buyer frees it.
    await house.db.query(`update hold set expires_at = now() - interval '1 second' where id = $1`, [hold_id]);
    value(await house.pools.holdForCart(cart));
    expect(await counters(house, pool.id)).toEqual({ on_hand: 10_000, held: 4_000 });

    const again = value(await house.pools.buyerHolds.holdFor(quote(owner, 6_000)));
    const list = await house.pools.buyerHolds.list({ cooperative_id: pool.cooperative_id, limit: 10 });
    expect(list.map((one) => [one.kind, one.state])).toEqual(
      expect.arrayContaining([
        ["quote", "soft"],
        ["cart", "pending"],
      ]),
    );
    const act = { cooperative_id: pool.cooperative_id, person: "m_boss", reason: "客户改期" };
    const carts = list.find((one) => one.kind === "cart")?.id ?? "";
    expect(reasonOf(await house.pools.buyerHolds.release({ ...act, id: carts }))).toBe("hold_of_an_order");
    expect(
      reasonOf(await house.pools.buyerHolds.release({ ...act, id: again.hold_id, cooperative_id: "coop_other" })),
    ).toBe("not_found");
    value(await house.pools.buyerHolds.release({ ...act, id: again.hold_id }));
    expect(await counters(house, pool.id)).toEqual({ on_hand: 10_000, held: 4_000 });
    expect(await broken(house)).toEqual([]);
  });
});

describe("many carts at once on one pool", () => {
  it("are held together, each with its own answer, to the last unit and not one more", async () => {
    const pool = await givenPool(house);
    const other = await givenPool(house);
    await givenLot(house, pool, 100_000);
    await givenLot(house, other, 500);
    const cart = (units: number, more = 0) => ({
      cart_id: newId("cart"),
      run_id: "r",
      lines: [{ pool_id: pool.id, units }, ...(more > 0 ? [{ pool_id: other.id, units: more }] : [])],
    });
    const carts = Array.from({ length: 250 }, (_, i) => cart(1_000, i % 10 === 0 ? 100 : 0));
    // Some try twice at once, as a double click does: the cart's hold is set, never added to.
    const answers = await Promise.all([...carts, ...carts.slice(0, 20)].map((one) => house.pools.holdForCart(one)));
    expect(answers.slice(0, 250).filter((one) => one.ok)).toHaveLength(100);
    expect(answers.flatMap((one) => (one.ok ? [] : [one.refusal.reason]))).toEqual(
      expect.arrayContaining(["insufficient_stock"]),
    );
    expect(await counters(house, pool.id)).toEqual({ on_hand: 100_000, held: 100_000 });
    expect((await counters(house, other.id)).held).toBeLessThanOrEqual(500);
    const { rows } = await house.db.query(
      `select count(*)::int as holds, (select count(*)::int from outbox_message where job = 'reconcile' and payload ->> 'cart_id' = any($1)) as judged
       from hold h join hold_line l on l.hold_id = h.id where l.pool_id = $2 and h.state = 'pending'`,
      [carts.map((one) => one.cart_id), pool.id],
    );
    expect(rows).toEqual([{ holds: 100, judged: 100 }]);
    const refused = answers.find((one) => !one.ok);
    expect(refused).toMatchObject({ refusal: { short: [{ pool_id: expect.any(String), available: 0 }] } });
    const ordered = carts.find((_, i) => answers[i]?.ok)!;
    value(await house.pools.confirmHold({ cart_id: ordered.cart_id, order_id: newId("order"), lines: ordered.lines }));
    const again = await Promise.all([ordered, cart(1)].map((one) => house.pools.holdForCart(one)));
    expect(again.map(reasonOf)).toEqual(["already_ordered", "insufficient_stock"]);
    expect(await broken(house)).toEqual([]);
  });
});

describe("movements of several pools and days in one write", () => {
  it("are in the figures of their own day and of every later one", async () => {
    const [one, two] = [await givenPool(house), await givenPool(house)];
    await givenLot(house, one, 1_000);
    await house.db.query(
      `insert into lot_movement (id, pool_id, kind, on_hand_delta, held_delta, reason, person, source, at)
       select 'mov_' || gen_random_uuid(), pool, kind, units, 0, 'test', 'm', 's', now() + make_interval(days => days)
       from (values ($1, 'adjust', 10, -3), ($1, 'waste', -4, -1), ($2, 'adjust', 7, -2), ($1, 'adjust', 100, 0)) as v (pool, kind, units, days)`,
      [one.id, two.id],
    );
    await house.db.query(`update pool set on_hand = on_hand + 106 where id = $1`, [one.id]);
    await house.db.query(`update pool set on_hand = on_hand + 7 where id = $1`, [two.id]);
    for (const ago of [4, 3, 2, 1, 0]) {
      for (const pool of [one, two]) {
        const kept = await house.pools.figures.at(pool.id, day(-ago));
        expect(kept).toMatchObject(await house.pools.figures.replay(pool.id, day(-ago)));
      }
    }
    expect(await house.pools.figures.at(one.id)).toMatchObject({
      on_hand: 1_106,
      lots: 1,
      households: 1,
      adjusted: 110,
      lost: 4,
    });
  });
});
