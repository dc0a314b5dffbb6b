import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
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

describe("the whole ticket", () => {
  it("keeps gross, tare, net and every deduction; the pool takes what is left", async () => {
    const pool = await givenPool(house);
    const rule = { kind: "moisture", method: "dry_matter", base_bp: 800, limit_bp: 1_500 } as const;
    await house.pools.deductionRules.enter({ ...pool, rule, from_day: "2026-11-01", person: "member_manager" });
    await house.pools.deductionRules.enter({
      ...pool,
      rule: { kind: "foreign_matter", method: "share", base_bp: 0, limit_bp: null },
      from_day: "2026-11-01",
      person: "member_manager",
    });
    const taken = value(
      await house.pools.receiveLot(
        lot(pool, { gross_g: 100_500, tare_g: 500, measured: { moisture: 1_260, foreign_matter: 100 } }),
      ),
    );
    expect(taken).toMatchObject({ gross_g: 100_500, tare_g: 500, net_g: 100_000, units: 94_000, pool_on_hand: 94_000 });
    const ticket = await house.pools.tickets.ticket(taken.lot_id);
    expect(ticket).toMatchObject({ net_g: 100_000, intake_units: 94_000, units: 94_000, weighed_on: TODAY });
    expect(ticket?.deductions).toEqual([
      { kind: "moisture", method: "dry_matter", measured_bp: 1_260, base_bp: 800, deducted_g: 5_000 },
      { kind: "foreign_matter", method: "share", measured_bp: 100, base_bp: 0, deducted_g: 1_000 },
    ]);
    expect(await broken(house)).toEqual([]);
  });

  it("is deducted by the table of its own day, and goods too wet are handed back with nothing written", async () => {
    const pool = await givenPool(house);
    const enter = (from_day: string, base_bp: number, method: "dry_matter" | "none" = "dry_matter") =>
      house.pools.deductionRules.enter({
        ...pool,
        rule: { kind: "moisture", method, base_bp, limit_bp: 1_500 },
        from_day,
        person: "member_manager",
      });
    await enter("2026-11-01", 800);
    await enter("2026-11-19", 1_000);
    await enter("2026-11-21", 0, "none");
    const weigh = (today: string, moisture: number) =>
      house.pools.receiveLot(lot(pool, { gross_g: 20_500, today, measured: { moisture } }));
    expect(value(await weigh("2026-11-18", 1_260)).units).toBe(19_000);
    expect(value(await weigh("2026-11-20", 1_000)).units).toBe(20_000);
    expect(refusalOf(await weigh("2026-11-20", 1_501))).toMatchObject({
      reason: "over_quality_limit",
      field: "measured.moisture",
    });
    expect(refusalOf(await weigh("2026-11-21", 1_200)).reason).toBe("no_deduction_rule");
    expect(await count(house, `select count(*) from lot where pool_id = $1`, [pool.id])).toBe(2);
  });

  it("knows its baskets and its scales", async () => {
    const pool = await givenPool(house);
    await house.pools.equipment.setContainer({ ...pool, code: "sack", name: "麻袋", tare_g: 750 });
    await house.pools.equipment.setScale({ ...pool, code: "small", name: "小秤", limit_g: 30_000 });
    const taken = value(
      await house.pools.receiveLot({ ...lot(pool, { container: "sack", containers: 2 }), tare_g: undefined } as never),
    );
    expect(taken).toMatchObject({ tare_g: 1_500, net_g: 11_000 });
    expect(refusalOf(await house.pools.receiveLot(lot(pool, { container: "sack", tare_g: 1 }))).reason).toBe(
      "tare_differs",
    );
    expect(refusalOf(await house.pools.receiveLot(lot(pool, { container: "crate" }))).reason).toBe("unknown_container");
    const heavy = lot(pool, { gross_g: 30_001, scale: "small" });
    expect(refusalOf(await house.pools.receiveLot(heavy))).toMatchObject({ reason: "over_scale", field: "gross_g" });
    // A scale that nobody registered is as large as the largest.
    expect((await house.pools.receiveLot({ ...heavy, scale: "scale-1" })).ok).toBe(true);
  });

  it("carries the price of its day, and keeps it when the price changes", async () => {
    const pool = await givenPool(house);
    const price = { ...pool, day: TODAY, currency: "CNY", per: "kg" as const, person: "member_manager" };
    expect(value(await house.pools.receiveLot(lot(pool))).day_price).toBeNull();
    await house.pools.dayPrices.enter({ ...price, price_minor: 2_800 });
    const first = value(await house.pools.receiveLot(lot(pool)));
    await house.pools.dayPrices.enter({ ...price, price_minor: 2_600 });
    const second = value(await house.pools.receiveLot(lot(pool)));
    expect([first.day_price?.price_minor, second.day_price?.price_minor]).toEqual([2_800, 2_600]);
    expect((await house.pools.tickets.ticket(first.lot_id))?.day_price).toEqual({
      price_minor: 2_800,
      currency: "CNY",
      per: "kg",
    });
    await expect(
      house.db.query(`update day_price set price_minor = 1 where cooperative_id = $1`, [pool.cooperative_id]),
    ).rejects.toThrow(/append-only/);
  });

  it("says what was refused and why, beside what was taken; refused goods are not in the pool", async () => {
    const pool = await givenPool(house, { unit: "piece", blendable: false, pack_units: 30, produce: "egg" });
    const culls = [{ units: 4, reason: "broken" as const, fate: "returned" as const, words: "裂了" }];
    const input = lot(pool, { culls });
    const taken = value(await house.pools.receiveLot(input));
    expect(taken).toMatchObject({ units: 65, sellable_units: 60, pool_on_hand: 60, net_g: null });
    expect(value(await house.pools.receiveLot(input)).repeated).toBe(true);
    expect((await house.pools.tickets.ticket(taken.lot_id))?.culls).toEqual(culls);
    const alone = { ...lot(pool), units: 30, reason: "spoilt" as const, fate: "discarded" as const };
    expect(value(await house.pools.culls.record(alone)).repeated).toBe(false);
    expect(value(await house.pools.culls.record(alone)).repeated).toBe(true);
    expect((await house.pools.culls.ofCooperative({ ...pool, limit: 10 })).map((cull) => cull.units)).toEqual([30, 4]);
    expect(refusalOf(await house.pools.receiveLot(lot(pool, { measured: { moisture: 100 } }))).reason).toBe(
      "deduction_needs_weight",
    );
    expect(await broken(house)).toEqual([]);
  });
});

describe("the receipt", () => {
  it("is on its way in the lot's own commit, once for each lot", async () => {
    const pool = await givenPool(house);
    const input = lot(pool);
    const answers = await Promise.all(Array.from({ length: 6 }, () => house.pools.receiveLot(input)));
    const [first] = answers.map((answer) => value(answer));
    const messages = await house.db.query<{ tx: string }>(
      `select xmin::text as tx from outbox_message where job = 'receipt' and payload->>'lot_id' = $1
       union all select xmin::text from lot_movement where lot_id = $1`,
      [first?.lot_id],
    );
    expect(messages.rows).toHaveLength(2);
    // One transaction wrote both: there is no moment at which a kill leaves one of them.
    expect(new Set(messages.rows.map((row) => row.tx)).size).toBe(1);
  });

  it("is not sent for a lot that was refused", async () => {
    const pool = await givenPool(house);
    const before = await count(house, `select count(*) from outbox_message`);
    refusalOf(await house.pools.receiveLot(lot(pool, { tare_g: 12_500 })));
    expect(await count(house, `select count(*) from outbox_message`)).toBe(before);
  });
});

describe("a card scanned twice", () => {
  const at = (seconds: number) => new Date(Date.now() - 3_600_000 + seconds * 1_000);

  it("is asked about within two minutes, and taken when it is another lot", async () => {
    const pool = await givenPool(house);
    const household_id = id("household");
    const weigh = (seconds: number, confirm_repeat?: boolean) =>
      house.pools.receiveLot(
        lot(pool, {
          household_id,
          weighed_at: at(seconds),
          ...(confirm_repeat === undefined ? {} : { confirm_repeat }),
        }),
      );
    const first = value(await weigh(0, false));
    expect(refusalOf(await weigh(100, false))).toMatchObject({
      reason: "looks_like_a_repeat",
      details: { earlier: { lot_id: first.lot_id, number: first.number, units: 12_000 } },
    });
    // Sent late and out of order, it is asked about all the same.
    expect(refusalOf(await weigh(-100, false)).reason).toBe("looks_like_a_repeat");
    expect(value(await weigh(100, true)).repeated).toBe(false);
    expect(value(await weigh(300, false)).repeated).toBe(false);
    // Another household, and another produce of the same one, are no repeat.
    expect((await house.pools.receiveLot(lot(pool, { weighed_at: at(0), confirm_repeat: false }))).ok).toBe(true);
    const rice = await givenPool(house, { cooperative_id: pool.cooperative_id, produce: "rice" });
    expect(
      (await house.pools.receiveLot(lot(rice, { household_id, weighed_at: at(0), confirm_repeat: false }))).ok,
    ).toBe(true);
  });

  it("at the same moment by two weighers is asked about once", async () => {
    const pool = await givenPool(house);
    const household_id = id("household");
    const answers = await Promise.all(
      Array.from({ length: 6 }, () => house.pools.receiveLot(lot(pool, { household_id, confirm_repeat: false }))),
    );
    expect(answers.filter((answer) => answer.ok)).toHaveLength(1);
  });

  it("and one key sent ten times at once are one lot, and nothing is asked", async () => {
    const pool = await givenPool(house);
    const input = lot(pool, { idempotency_key: randomUUID(), confirm_repeat: false });
    const answers = await Promise.all(Array.from({ length: 10 }, () => house.pools.receiveLot(input)));
    const taken = answers.map(value);
    expect(new Set(taken.map((one) => one.lot_id)).size).toBe(1);
    expect(taken.filter((one) => !one.repeated)).toHaveLength(1);
  });

  it("by a client that does not ask is taken as before", async () => {
    const pool = await givenPool(house);
    const household_id = id("household");
    for (let i = 0; i < 3; i++) expect((await house.pools.receiveLot(lot(pool, { household_id }))).ok).toBe(true);
  });
});

describe("what a device sends later", () => {
  it("is dated when the scale was read, up to a week back", async () => {
    const pool = await givenPool(house);
    const weighed_at = new Date(Date.now() - 2 * 86_400_000);
    const taken = value(await house.pools.receiveLot(lot(pool, { weighed_at })));
    expect(taken.weighed_at).toEqual(weighed_at);
    for (const days of [8, -1]) {
      const wrong = lot(pool, { weighed_at: new Date(Date.now() - days * 86_400_000) });
      expect(refusalOf(await house.pools.receiveLot(wrong)).reason).toBe("weighed_at_wrong");
    }
  });

  it("is the first receipt again when only its answer was lost, however late", async () => {
    const pool = await givenPool(house);
    const input = lot(pool, { idempotency_key: randomUUID(), weighed_at: new Date(Date.now() - 6 * 86_400_000) });
    const first = value(await house.pools.receiveLot(input));
    const again = { ...input, weighed_at: new Date(Date.now() - 30 * 86_400_000) };
    expect(value(await house.pools.receiveLot(again))).toMatchObject({ number: first.number, repeated: true });
  });
});
