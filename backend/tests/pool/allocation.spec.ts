import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AllocateRule, PoolRuleInput } from "@commonlot/domain";
import {
  expectInvariants,
  givenBy,
  givenLot,
  givenOrder,
  givenPool,
  newId,
  poolKit,
  type PoolKit,
} from "./allocation-kit";
import { COOPERATIVE } from "./allocation-kit";

let kit: PoolKit;
beforeAll(async () => {
  kit = await poolKit();
});
afterAll(() => kit.close());

async function goBy(pool_id: string, rule: PoolRuleInput): Promise<void> {
  const at = { pool_id, cooperative_id: COOPERATIVE };
  const proposed = await kit.pools.rules.propose({ ...at, rule, reason: "the assembly decided", person: "manager" });
  if (!proposed.ok) throw new Error(proposed.refusal.message);
  const decided = await kit.pools.rules.decide({
    ...at,
    rule_id: proposed.value.id,
    decision: "approve",
    person: "accountant",
  });
  if (!decided.ok) throw new Error(decided.refusal.message);
}

describe("an order is filled by the pool's rule", () => {
  test("with a cap and a household's floor, each lot with its reason", async () => {
    const pool_id = await givenPool(kit);
    await givenLot(kit, pool_id, "poor", 1_500);
    await givenLot(kit, pool_id, "rich", 20_000);
    await givenLot(kit, pool_id, "other", 20_000);
    await goBy(pool_id, { rule: "equal", cap_units: 6_000 });
    const { order_id } = await givenOrder(kit, pool_id, 10_000, [{ household_id: "poor", floor_g: 1_200 }]);
    expect(await givenBy(kit, order_id)).toEqual({ poor: 1_500, rich: 4_250, other: 4_250 });
    const [view] = await kit.pools.allocationViews.ofOrder(order_id);
    expect(view).toMatchObject({ rule: "equal", rule_version: 1 });
    expect(view?.why.zh).toMatch(/。$/);
    await expectInvariants(kit);
  });

  test("rotation remembers what each household has sold of this pool, and of no other", async () => {
    const [pool_id, elsewhere] = [await givenPool(kit, { rule: "rotation" }), await givenPool(kit)];
    for (const household of ["a", "b", "c"]) await givenLot(kit, pool_id, household, 10_000);
    await givenLot(kit, elsewhere, "c", 50_000);
    await givenOrder(kit, elsewhere, 50_000);
    const first = await givenOrder(kit, pool_id, 6_000);
    expect(await givenBy(kit, first.order_id)).toEqual({ a: 2_000, b: 2_000, c: 2_000 });
    // A newcomer catches up before the others give again.
    await givenLot(kit, pool_id, "d", 10_000);
    const second = await givenOrder(kit, pool_id, 1_500);
    expect(await givenBy(kit, second.order_id)).toEqual({ d: 1_500 });
    await goBy(pool_id, { rule: "rotation", min_take_units: 0 });
    const third = await givenOrder(kit, pool_id, 1_300);
    expect(await givenBy(kit, third.order_id)).toEqual({ a: 200, b: 200, c: 200, d: 700 });
    // What was released is forgotten.
    await kit.pools.releaseOrder({ order_id: third.order_id, reason: "cancelled", person: "desk" });
    const fourth = await givenOrder(kit, pool_id, 500);
    expect(await givenBy(kit, fourth.order_id)).toEqual({ d: 500 });
    await expectInvariants(kit);
  });

  test("small orders of goods that are blended go round, unless the desk says that any amount is fetched", async () => {
    const pool_id = await givenPool(kit);
    for (const household of ["a", "b", "c"]) await givenLot(kit, pool_id, household, 10_000);
    const seen = new Set<string>();
    for (let at = 0; at < 3; at++) {
      const { order_id } = await givenOrder(kit, pool_id, 500);
      const given = Object.entries(await givenBy(kit, order_id));
      expect(given).toHaveLength(1);
      expect(given[0]![1]).toBe(500);
      seen.add(given[0]![0]);
      const [view] = await kit.pools.allocationViews.ofOrder(order_id);
      expect(view?.why).toMatchObject({
        en: expect.stringContaining("it was your turn") as string,
        zh: expect.stringContaining("这次轮到您") as string,
      });
    }
    expect([...seen].sort()).toEqual(["a", "b", "c"]);
    await goBy(pool_id, { rule: "pro_rata", min_take_units: 0 });
    const { order_id } = await givenOrder(kit, pool_id, 600);
    expect(await givenBy(kit, order_id)).toEqual({ a: 200, b: 200, c: 200 });
    await expectInvariants(kit);
  });

  test("a tin of 100 g is of one lot of forty-two, also where the pool pays one average price", async () => {
    for (const more of [{}, { price_mode: "pool_average" as const }]) {
      const pool_id = await givenPool(kit, more);
      for (let at = 0; at < 42; at++) await givenLot(kit, pool_id, `hh_${at % 40}`, 2_000 + at * 100);
      for (const units of [100, 300, 100]) {
        const { order_id } = await givenOrder(kit, pool_id, units);
        expect(await kit.pools.allocationsOfOrder(order_id)).toHaveLength(1);
      }
    }
    await expectInvariants(kit);
  });

  test("packs that are not blended go round: who brought little sells as early as who brought much", async () => {
    const pool_id = await givenPool(kit, { blendable: false, pack_units: 1_000 });
    for (const [household, units] of Object.entries({ a: 9_000, b: 3_000, c: 3_000 }))
      await givenLot(kit, pool_id, household, units);
    const given: Record<string, number> = { a: 0, b: 0, c: 0 };
    for (let at = 0; at < 5; at++) {
      const { order_id } = await givenOrder(kit, pool_id, 1_000);
      const [share, second] = await kit.pools.allocationsOfOrder(order_id);
      expect([share?.units, second]).toEqual([1_000, undefined]);
      given[share!.household_id]! += 1_000;
    }
    // Of 15 packs a third is sold, and a third of each household's.
    expect(given).toEqual({ a: 3_000, b: 1_000, c: 1_000 });
    await expectInvariants(kit);
  });

  test("a pool that is not blendable gives whole packs of one lot", async () => {
    const pool_id = await givenPool(kit, { blendable: false, pack_units: 500, rule: "equal" });
    for (const [household, units] of [
      ["a", 1_400],
      ["b", 2_600],
      ["c", 499],
    ] as const) {
      await givenLot(kit, pool_id, household, units);
    }
    const { order_id } = await givenOrder(kit, pool_id, 2_500);
    for (const one of await kit.pools.allocationsOfOrder(order_id)) expect(one.units % 500).toBe(0);
    expect(await givenBy(kit, order_id)).toEqual({ a: 1_000, b: 1_500 });
    await expectInvariants(kit);
  });

  test("a cap that leaves a paid order short gives way, and every reason says so", async () => {
    const pool_id = await givenPool(kit);
    for (const household of ["a", "b"]) await givenLot(kit, pool_id, household, 5_000);
    await goBy(pool_id, { rule: "equal", cap_units: 1_000, min_take_units: 900 });
    const { order_id } = await givenOrder(kit, pool_id, 8_000);
    expect(await givenBy(kit, order_id)).toEqual({ a: 4_000, b: 4_000 });
    for (const one of await kit.pools.allocationsOfOrder(order_id)) {
      expect(one.why.en).toContain("was lifted for this order");
      expect(one.why.zh).toContain("因此取消了上限");
    }
  });

  test("a pool of pieces takes a floor in grams as the pieces it weighs", async () => {
    const pool_id = await givenPool(kit, { unit: "piece", unit_g: 50, blendable: false, pack_units: 10 });
    await givenLot(kit, pool_id, "poor", 40, { pieces: true });
    await givenLot(kit, pool_id, "rich", 400, { pieces: true });
    // 1,000 g are 20 eggs; pro rata alone would be 3.
    const { order_id } = await givenOrder(kit, pool_id, 40, [{ household_id: "poor", floor_g: 1_000 }]);
    expect(await givenBy(kit, order_id)).toEqual({ poor: 20, rich: 20 });
  });
});

describe("changing a pool's rule", () => {
  test("needs a second person, is kept with its reason, and binds new allocations only", async () => {
    const pool_id = await givenPool(kit);
    for (const [household, units] of [
      ["a", 1_000],
      ["b", 9_000],
    ] as const)
      await givenLot(kit, pool_id, household, units);
    const before = await givenOrder(kit, pool_id, 5_000);
    const at = { pool_id, cooperative_id: COOPERATIVE };
    const proposed = await kit.pools.rules.propose({ ...at, rule: { rule: "equal" }, reason: "fairer", person: "m" });
    expect(proposed).toMatchObject({ ok: true, value: { version: 1, state: "proposed" } });
    const rule_id = proposed.ok ? proposed.value.id : "";
    const alone = await kit.pools.rules.decide({ ...at, rule_id, decision: "approve", person: "m" });
    expect(alone).toMatchObject({ ok: false, refusal: { reason: "same_person" } });
    expect(await kit.pools.rules.inForce(pool_id)).toMatchObject({ version: 0, rule: "pro_rata" });
    const again = await kit.pools.rules.propose({ ...at, rule: { rule: "fefo" }, reason: "other", person: "x" });
    expect(again).toMatchObject({ ok: false, refusal: { reason: "proposal_waits" } });

    const decisions = await Promise.all(
      ["p", "q", "r"].map((person) => kit.pools.rules.decide({ ...at, rule_id, decision: "approve", person })),
    );
    expect(decisions.filter((one) => one.ok)).toHaveLength(1);
    const after = await givenOrder(kit, pool_id, 1_000);
    expect(await givenBy(kit, before.order_id)).toEqual({ a: 500, b: 4_500 });
    expect(await givenBy(kit, after.order_id)).toEqual({ a: 500, b: 500 });
    expect(await kit.pools.rules.history(pool_id)).toMatchObject([
      { reason: "fairer", proposed_by: "m", state: "in_force" },
    ]);
    await expect(kit.db.query(`update pool_rule set rule = 'fefo' where id = $1`, [rule_id])).rejects.toThrow(
      "stands as it is",
    );
    await expect(kit.db.query(`delete from pool_rule where id = $1`, [rule_id])).rejects.toThrow("append-only");
  });

  test("of another cooperative's pool is not found; what makes no sense is refused with its field", async () => {
    const pool_id = await givenPool(kit, { blendable: false, pack_units: 500 });
    const propose = (rule: PoolRuleInput, cooperative_id = COOPERATIVE) =>
      kit.pools.rules.propose({ pool_id, cooperative_id, rule, reason: "try", person: "m" });
    expect(await propose({ rule: "equal" }, "coop_2")).toMatchObject({
      ok: false,
      refusal: { reason: "pool_not_found" },
    });
    expect(await propose({ rule: "fefo", cap_units: 500 })).toMatchObject({ refusal: { field: "cap_units" } });
    expect(await propose({ rule: "equal", cap_units: 499 })).toMatchObject({ refusal: { reason: "cap_below_pack" } });
    expect(await propose({ rule: "equal", cap_units: 500, min_take_units: 600 })).toMatchObject({
      refusal: { field: "min_take_units" },
    });
  });
});

test("orders filled at once from one pool never take a gram twice", async () => {
  const pool_id = await givenPool(kit, { rule: "equal" });
  for (let lot = 0; lot < 12; lot++) await givenLot(kit, pool_id, `h${lot % 5}`, 1_000 + lot * 7);
  const orders = Array.from({ length: 20 }, () => newId("order"));
  for (const order_id of orders) {
    const lines = [{ pool_id, units: 500 }];
    const cart_id = newId("cart");
    await kit.pools.holdForCart({ cart_id, run_id: "r", lines });
    await kit.pools.confirmHold({ cart_id, order_id, lines });
  }
  await Promise.all(
    [...orders, ...orders].map((order_id, index) =>
      kit.pools.allocateOrder({
        // Half of them are the same message again, from a second worker.
        message_id: `out_${orders.indexOf(order_id)}_${index % 3}`,
        order_id,
        lines: [{ order_line_id: `line_${order_id}`, pool_id, units: 500 }],
      }),
    ),
  );
  for (const order_id of orders) {
    const sum = Object.values(await givenBy(kit, order_id)).reduce((all, units) => all + units, 0);
    expect(sum).toBe(500);
  }
  await expectInvariants(kit);
});

test("a simulation of a past order with its own rule is what was given, whatever came after", async () => {
  const rules: AllocateRule[] = ["pro_rata", "equal", "fefo", "rotation"];
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...rules),
      fc.array(fc.integer({ min: 1_000, max: 9_000 }), { minLength: 2, maxLength: 5 }),
      // Three of the most are 1,998: the least that two lots hold is 2,000.
      fc.array(fc.integer({ min: 1, max: 666 }), { minLength: 3, maxLength: 3 }),
      async (rule, lots, orders) => {
        const pool_id = await givenPool(kit, { rule });
        for (const [index, units] of lots.entries()) await givenLot(kit, pool_id, `h${index % 3}`, units);
        const made = [];
        for (const units of orders) made.push(await givenOrder(kit, pool_id, units));
        await givenLot(kit, pool_id, "late", 5_000);
        for (const order of made) {
          const given = await givenBy(kit, order.order_id);
          const simulated = await kit.pools.simulations.ofOrderLine({
            ...order,
            cooperative_id: COOPERATIVE,
            rule: { rule },
            floors: [],
          });
          if (!simulated.ok) throw new Error(simulated.refusal.message);
          const { shares } = simulated.value;
          expect(Object.fromEntries(shares.map((share) => [share.household_id, share.after]))).toEqual(given);
          expect(shares.every((share) => share.before === share.after)).toBe(true);
        }
      },
    ),
    { numRuns: 12 },
  );
});

test("a simulation shows the difference and writes nothing; another cooperative's pool is not found", async () => {
  const pool_id = await givenPool(kit);
  for (const [household, units] of [
    ["a", 1_000],
    ["b", 9_000],
  ] as const)
    await givenLot(kit, pool_id, household, units);
  const ask = { pool_id, units: 5_000, rule: { rule: "equal" as const }, floors: [] };
  const simulated = await kit.pools.simulations.ofUnits({ ...ask, cooperative_id: COOPERATIVE });
  expect(simulated).toMatchObject({
    ok: true,
    value: {
      before: { rule: "pro_rata", short_units: 0 },
      shares: [
        { household_id: "a", before: 500, after: 1_000 },
        { household_id: "b", before: 4_500, after: 4_000 },
      ],
    },
  });
  expect((await kit.db.query(`select 1 from allocation where pool_id = $1`, [pool_id])).rowCount).toBe(0);
  expect(await kit.pools.simulations.ofUnits({ ...ask, cooperative_id: "coop_2" })).toMatchObject({
    refusal: { reason: "pool_not_found" },
  });
});
