import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PoolRow } from "../../src/modules/pool/types";
import {
  broken,
  count,
  givenPool,
  id,
  lot,
  refusalOf,
  TODAY,
  value,
  weighInHouse,
  type WeighInHouse,
} from "./weigh-in-house";

let house: WeighInHouse;
beforeAll(async () => {
  house = await weighInHouse();
});
afterAll(() => house?.close());

const weighed = async (pool: PoolRow) => value(await house.pools.receiveLot(lot(pool)));
const proposal = (pool: PoolRow, lot_id: string, units: number) => ({
  lot_id,
  cooperative_id: pool.cooperative_id,
  units,
  reason: "weighed_again" as const,
  words: "重新过秤，少了筐",
  person: "member_weigher",
  idempotency_key: randomUUID(),
});
const propose = async (pool: PoolRow, lot_id: string, units: number) =>
  value(await house.pools.corrections.propose(proposal(pool, lot_id, units))).id;
const sign = (pool: PoolRow, correction_id: string, person = "member_manager") =>
  house.pools.corrections.sign({ correction_id, cooperative_id: pool.cooperative_id, person });

/** An order that stands and is promised `units` of the pool; allocation is up to the test. */
async function promised(pool: PoolRow, units: number): Promise<string> {
  const cart_id = id("cart");
  const order_id = id("order");
  const lines = [{ pool_id: pool.id, units }];
  value(await house.pools.holdForCart({ cart_id, run_id: id("run"), lines }));
  value(await house.pools.confirmHold({ cart_id, order_id, lines }));
  return order_id;
}
const allocate = (pool: PoolRow, order_id: string, units: number) =>
  house.pools.allocateOrder({
    message_id: id("out"),
    order_id,
    lines: [{ order_line_id: `${order_id}_line`, pool_id: pool.id, units }],
  });

describe("a weight that was wrong", () => {
  it("is corrected by a second signed entry: the ticket stays, the lot and the pool follow, the household is told", async () => {
    const pool = await givenPool(house);
    const { lot_id } = await weighed(pool);
    const correction_id = await propose(pool, lot_id, 11_500);
    expect((await house.pools.tickets.ticket(lot_id))?.units).toBe(12_000);
    expect(value(await sign(pool, correction_id))).toMatchObject({ lot_id, units: 11_500 });
    const ticket = await house.pools.tickets.ticket(lot_id);
    expect(ticket).toMatchObject({ gross_g: 12_500, tare_g: 500, intake_units: 12_000, units: 11_500 });
    expect(ticket?.corrections).toMatchObject([
      { delta_units: -500, state: "signed", entered_by: "member_weigher", ended_by: "member_manager" },
    ]);
    const moved = await house.db.query(
      `select kind, on_hand_delta::int, person from lot_movement where lot_id = $1 order by at, kind desc`,
      [lot_id],
    );
    expect(moved.rows).toEqual([
      { kind: "intake", on_hand_delta: 12_000, person: "member_weigher" },
      { kind: "adjust", on_hand_delta: -500, person: "member_manager" },
    ]);
    expect(
      await count(
        house,
        `select count(*) from outbox_message where job = 'correction-notice' and payload->>'correction_id' = $1`,
        [correction_id],
      ),
    ).toBe(1);
    expect(await broken(house)).toEqual([]);
  });

  it("needs two people, is signed once, and is not edited", async () => {
    const pool = await givenPool(house);
    const { lot_id } = await weighed(pool);
    const correction_id = await propose(pool, lot_id, 11_000);
    expect(refusalOf(await sign(pool, correction_id, "member_weigher")).reason).toBe("same_person");
    expect(refusalOf(await sign({ ...pool, cooperative_id: id("coop") }, correction_id)).reason).toBe(
      "correction_not_found",
    );
    const answers = await Promise.all(Array.from({ length: 5 }, () => sign(pool, correction_id)));
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
    expect((await house.pools.tickets.ticket(lot_id))?.units).toBe(11_000);
    await expect(
      house.db.query(`update lot_correction set delta_units = -1 where id = $1`, [correction_id]),
    ).rejects.toThrow(/not edited/);
    await expect(house.db.query(`delete from lot_correction where id = $1`, [correction_id])).rejects.toThrow(
      /not edited/,
    );
  });

  it("waits alone: a second one is refused until the first is signed or dropped", async () => {
    const pool = await givenPool(house);
    const { lot_id } = await weighed(pool);
    const input = proposal(pool, lot_id, 11_000);
    const first = value(await house.pools.corrections.propose(input));
    expect(value(await house.pools.corrections.propose(input))).toMatchObject({ id: first.id, repeated: true });
    expect(refusalOf(await house.pools.corrections.propose(proposal(pool, lot_id, 10_000))).reason).toBe(
      "correction_waits",
    );
    value(
      await house.pools.corrections.drop({
        correction_id: first.id,
        cooperative_id: pool.cooperative_id,
        person: "member_weigher",
      }),
    );
    expect(value(await house.pools.corrections.propose(proposal(pool, lot_id, 10_000))).delta_units).toBe(-2_000);
  });

  it("takes nothing away that is allocated, or promised to an order that has no lots yet", async () => {
    const pool = await givenPool(house);
    const { lot_id } = await weighed(pool);
    const order_id = await promised(pool, 9_000);
    const refused = refusalOf(await house.pools.corrections.propose(proposal(pool, lot_id, 8_999)));
    expect(refused).toMatchObject({ reason: "correction_below_held", message: expect.stringContaining("3 kg") });
    await allocate(pool, order_id, 9_000);
    expect(refusalOf(await house.pools.corrections.propose(proposal(pool, lot_id, 8_999)))).toMatchObject({
      reason: "correction_below_allocated",
      message: expect.stringContaining("enter the rest as a short"),
    });
    // Proposed while there was room, signed when there is none: decided anew at the signature.
    const late = await propose(pool, lot_id, 9_000);
    const more = await promised(pool, 2_000);
    await allocate(pool, more, 2_000);
    expect(refusalOf(await sign(pool, late)).reason).toBe("correction_below_allocated");
    expect(await broken(house)).toEqual([]);
  });

  it("races with allocation: whoever is first is right, and nothing is promised that is not there", async () => {
    for (let round = 0; round < 12; round++) {
      const pool = await givenPool(house);
      const { lot_id } = await weighed(pool);
      const correction_id = await propose(pool, lot_id, 4_000);
      const buy = async () => {
        const cart_id = id("cart");
        const lines = [{ pool_id: pool.id, units: 9_000 }];
        const held = await house.pools.holdForCart({ cart_id, run_id: id("run"), lines });
        if (!held.ok) return false;
        const order_id = id("order");
        value(await house.pools.confirmHold({ cart_id, order_id, lines }));
        await allocate(pool, order_id, 9_000);
        return true;
      };
      const first = round % 2 === 0;
      const [bought, signed] = first
        ? await Promise.all([buy(), sign(pool, correction_id)])
        : ((await Promise.all([sign(pool, correction_id), buy()])).reverse() as [
            boolean,
            Awaited<ReturnType<typeof sign>>,
          ]);
      expect(bought).toBe(!signed.ok);
    }
    expect(await broken(house)).toEqual([]);
    expect(
      await count(house, `select deadlocks as count from pg_stat_database where datname = current_database()`),
    ).toBe(0);
  });
});

describe("an objection", () => {
  const object = (lot_id: string, household_id: string, today = TODAY) =>
    house.pools.objections.open({
      lot_id,
      whose: { household_id },
      via: "tap",
      words: "少了一斤",
      logged_by: null,
      today,
    });

  it("is opened once by its household within three days, and answered by an explanation that both see", async () => {
    const pool = await givenPool(house);
    const { lot_id } = await weighed(pool);
    const { household_id } = (await house.pools.tickets.ticket(lot_id)) ?? { household_id: "" };
    expect(refusalOf(await object(lot_id, id("household"))).reason).toBe("lot_not_found");
    expect(refusalOf(await object(lot_id, household_id, "2026-11-24")).reason).toBe("objection_too_late");
    const opened = await Promise.all(Array.from({ length: 4 }, () => object(lot_id, household_id, "2026-11-23")));
    expect(new Set(opened.map((one) => value(one).id)).size).toBe(1);
    const objection_id = value(opened[0]!).id;
    const explain = () =>
      house.pools.objections.explain({
        ...pool,
        objection_id,
        words: "当面又称了一次，没有错",
        person: "member_manager",
      });
    expect(value(await explain()).lot_id).toBe(lot_id);
    expect(refusalOf(await explain()).reason).toBe("transition_not_allowed");
    expect((await house.pools.tickets.ticket(lot_id))?.objections).toMatchObject([
      { words: "少了一斤", state: "explained", answer: "当面又称了一次，没有错", answered_by: "member_manager" },
    ]);
    await expect(house.db.query(`update objection set answer = 'x' where id = $1`, [objection_id])).rejects.toThrow(
      /not edited/,
    );
  });

  it("is answered by the correction that it led to, in the same commit", async () => {
    const pool = await givenPool(house);
    const { lot_id } = await weighed(pool);
    const objection_id = value(
      await house.pools.objections.open({
        lot_id,
        whose: { cooperative_id: pool.cooperative_id },
        via: "call",
        words: "电话里说少记了",
        logged_by: "member_weigher",
        today: TODAY,
      }),
    ).id;
    const input = { ...proposal(pool, lot_id, 12_500), objection_id };
    const { id: correction_id } = value(await house.pools.corrections.propose(input));
    expect(
      (await house.pools.objections.ofCooperative({ ...pool, state: "open", limit: 10 })).map((one) => one.id),
    ).toEqual([objection_id]);
    value(await sign(pool, correction_id));
    expect((await house.pools.tickets.ticket(lot_id))?.objections).toMatchObject([
      { state: "corrected", answer: input.words, answered_by: "member_manager" },
    ]);
    expect(await broken(house)).toEqual([]);
  });
});
