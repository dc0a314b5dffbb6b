import fc from "fast-check";
import { assignLots, type BasketPlan } from "@commonlot/domain";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Plans } from "../../src/modules/parcel/plans";
import { ThreadPlanner, type Planner } from "../../src/modules/parcel/planner";
import { bulkOrder, givenOrder, NONE, parcelHouse, violations, type ParcelHouse } from "./house";
import { runOf, SIZES } from "./run-kit";
import { rowsOf } from "./run-rows";

/** The plan of an order as a run. Workers that are killed: run-kill.spec.ts. */
let house: ParcelHouse;
let plans: Plans;
beforeAll(async () => {
  house = await parcelHouse();
  plans = new Plans(house.knex, new ThreadPlanner(), SIZES);
});
afterAll(() => house?.close());

const { open, work, promised, drain, inOrder, count, labels } = runOf(
  () => house,
  () => plans,
);

describe("a plan that is written in ranges", () => {
  it("gives the same rows in whatever order they are written, twice, and many at once", async () => {
    const input = await bulkOrder(house, 25);
    expect(await plans.planOrder(input)).toMatchObject({ ok: true, value: { planned: true, writing: true } });
    const expected = await inOrder(input);
    expect(expected.parcels).toHaveLength(25);
    const messages = (await open(input.order_id)).filter((message) => message.job === "write-parcels");
    expect(messages).toHaveLength(7);
    const shuffled = messages.toSorted((a, b) => (a.id < b.id ? -1 : 1));
    // The same message delivered twice at once, and a second message for the same range.
    await Promise.all(
      [...shuffled, ...shuffled.toReversed()].map((message, index) =>
        plans.writeChunk({
          message_id: index < shuffled.length ? message.id : `${message.id}_${index % 2}`,
          chunk_id: message.payload.chunk_id!,
        }),
      ),
    );
    await drain(input);
    expect(await rowsOf(house.knex, input.order_id)).toEqual(expected);
    expect(await labels(input.order_id)).toBe(1);
    expect(await violations(house)).toEqual(NONE);
  });

  it("keeps no address once it is written, and keeps what was decided and proven", async () => {
    const input = await bulkOrder(house, 9);
    await plans.planOrder(input);
    expect(await count("select count(*) as n from plan_chunk where body::text like '%张收货8%'")).toBe(1);
    await drain(input);
    expect(await count("select count(*) as n from plan_chunk")).toBe(0);
    const [proof] = await plans.progress.proofs([input.order_id]);
    expect(proof).toMatchObject({ parcels: 9, currency: "CNY", unproven: 0 });
    expect(proof?.cost_minor).toBe(proof?.bound_minor);
    const costs = await house.database.pool.query<{ cost: string }>(
      "select sum(freight_minor + carton_minor) as cost from parcel where order_id = $1",
      [input.order_id],
    );
    expect(costs.rows[0]?.cost).toBe(proof?.cost_minor);
  });

  it("draws another number when one is taken", async () => {
    const input = await bulkOrder(house, 5);
    await plans.planOrder(input);
    const [first] = await open(input.order_id);
    const taken = await house.database.pool.query<{ number: string }>(
      "select parcel_number_of(salt, 2, 0) as number from plan_run where order_id = $1",
      [input.order_id],
    );
    await house.database.pool.query(
      "update parcel set number = $1 where id = (select id from parcel where order_id <> $2 limit 1)",
      [taken.rows[0]?.number, input.order_id],
    );
    await work(first!, input);
    await drain(input);
    const numbers = (await house.parcels.parcelsOfOrder(input.order_id)).map((parcel) => parcel.number);
    expect(new Set(numbers).size).toBe(5);
    expect(numbers).not.toContain(taken.rows[0]?.number);
    expect(numbers.every((number) => /^CL[0-9A-HJKMNP-TV-Z]{10}$/.test(number))).toBe(true);
  });

  it("puts the lots where the separate north-west corner puts them, for random orders, at one go and in ranges", async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 0, max: 60 }), { minLength: 2, maxLength: 2 }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.array(fc.integer({ min: 1, max: 100_000 }), { maxLength: 8 }),
        fc.integer({ min: 1, max: 9 }),
        async (wants, cuts, chunk) => {
          run += 1;
          const packs = wants
            .map(([a, b]) => ({ [`a_${run}`]: a!, [`b_${run}`]: b! }))
            .filter((want) => Object.values(want).some((n) => n > 0));
          const lines = ["a", "b"].flatMap((name) => {
            const line = `${name}_${run}`;
            const all = packs.reduce((sum, want) => sum + (want[line] ?? 0), 0);
            if (all === 0) return [];
            const step = name === "a" ? 1 : 1_500;
            const at = [...new Set(cuts.map((cut) => Math.floor((cut % (all * 1_500)) / step) * step))]
              .filter((cut) => cut > 0)
              .toSorted((x, y) => x - y);
            const lots = [...at, all * 1_500].map((cut, i) => ({
              lot_id: `lot_run_${line}_${i}`,
              units: cut - (i === 0 ? 0 : at[i - 1]!),
            }));
            return [
              {
                order_line_id: line,
                cooperative_id: "coop_x",
                pool_id: `pool_run_${line}`,
                pack_g: 1_500,
                pack_units: 1_500,
                blendable: name === "a",
                lots,
              },
            ];
          });
          fc.pre(lines.length > 0);
          const input = await givenOrder(house, { packs, lines, provinces: ["44", "65"] });
          const some = new Plans(house.knex, new ThreadPlanner(), { at_once: chunk % 3, chunk });
          expect(await some.planOrder(input)).toMatchObject({ ok: true, value: { planned: true } });
          for (const message of (await open(input.order_id)).toReversed()) {
            if (message.payload.chunk_id)
              await some.writeChunk({ message_id: message.id, chunk_id: message.payload.chunk_id });
          }
          await some.finish(input.order_id, await promised(input.order_id));
          const parcels = await house.parcels.parcelsOfOrder(input.order_id);
          const oracle = assignLots({
            parcels: parcels.map((parcel) => ({
              parcel: parcel.id,
              items: [...new Map(parcel.contents.map((c) => [c.order_line_id, c.packs]))].map(([kind, n]) => ({
                kind,
                count: n,
              })),
            })),
            kinds: lines.map((line) => ({ kind: line.order_line_id, pack_g: 1_500, blendable: line.blendable })),
            lots: input.allocations.map((a) => ({
              lot: a.lot_id,
              kind: a.order_line_id,
              grams: Number(a.units),
              group: a.pool_id,
            })),
          });
          const key = (parcel: string, kind: string, lot: string, units: number) =>
            [parcel, kind, lot, units].join("|");
          expect(
            parcels
              .flatMap((parcel) => parcel.contents.map((c) => key(parcel.id, c.order_line_id, c.lot_id, c.units)))
              .toSorted(),
          ).toEqual(oracle.ok && oracle.value.map((l) => key(l.parcel, l.kind, l.lot, l.grams)).toSorted());
        },
      ),
      { numRuns: 25 },
    );
    expect(await violations(house)).toEqual(NONE);
  });
});

describe("a cooperative's orders", () => {
  it("come a page at a time, the newest first, none twice and none left out, also of the same microsecond", async () => {
    const orders: string[] = [];
    for (let n = 0; n < 5; n++) {
      const input = await bulkOrder(house, 2);
      await plans.planOrder(input);
      orders.push(input.order_id);
    }
    const whole = await house.parcels.ordersOfCooperative("coop_x", { limit: 100 });
    expect(whole.slice(0, 5).map((one) => one.order_id)).toEqual(orders.toReversed());
    expect(whole[0]).toMatchObject({ states: { planned: 2 }, gross_g: expect.any(Number) });
    await house.database.pool.query(
      "update parcel_order set planned_at = (select min(planned_at) from parcel_order where order_id = any($1)) where order_id = any($1)",
      [orders],
    );
    const paged: string[] = [];
    for (let before: string | undefined; ;) {
      const page = await house.parcels.ordersOfCooperative("coop_x", { limit: 2, before });
      paged.push(...page.map((one) => one.order_id));
      const last = page.at(-1);
      if (page.length < 2 || !last) break;
      before = `${last.at_key}~${last.order_id}`;
    }
    expect(new Set(paged).size).toBe(paged.length);
    expect(paged.toSorted()).toEqual(whole.map((one) => one.order_id).toSorted());
    expect((await house.parcels.ordersOfCooperative("coop_y", { limit: 100 })).map((one) => one.order_id)).toEqual([]);
  });
});

describe("what may not be stored", () => {
  /** Plans as ours does, and then changes something. */
  class Liar extends ThreadPlanner implements Planner {
    constructor(private readonly lie: (plans: BasketPlan[]) => BasketPlan[]) {
      super();
    }
    override async plan(question: Parameters<Planner["plan"]>[0]) {
      const plan = await super.plan(question);
      return plan.ok ? { ...plan, value: this.lie(plan.value) } : plan;
    }
  }

  it.each<[string, (plan: BasketPlan) => BasketPlan]>([
    [
      "a bound that is not proven",
      (plan) => ({
        ...plan,
        certificate: {
          ...plan.certificate,
          lower_bound: plan.certificate.lower_bound - 1,
          parts: plan.certificate.parts.map((part) => ({ ...part, bound: part.bound + 1 })),
        },
      }),
    ],
    [
      "a parcel that costs more than it says",
      (plan) => ({
        ...plan,
        patterns: plan.patterns.map((one) => ({ ...one, freight_minor: one.freight_minor - 1n })),
      }),
    ],
    [
      "freight that no line bears",
      (plan) => ({
        ...plan,
        patterns: plan.patterns.map((one) => ({
          ...one,
          lines: one.lines.map((line) => ({ ...line, freight_minor: line.freight_minor - 1n })),
        })),
      }),
    ],
    [
      "a parcel too heavy for its box",
      (plan) => ({ ...plan, patterns: plan.patterns.map((one) => ({ ...one, gross_g: one.gross_g + 1 })) }),
    ],
  ])("%s is found by the separate check; nothing is written", async (_, lie) => {
    const input = await bulkOrder(house, 6);
    const lying = new Plans(house.knex, new Liar((all) => all.map((plan, at) => (at === 1 ? lie(plan) : plan))), SIZES);
    expect(await lying.planOrder(input)).toMatchObject({ ok: false, refusal: { reason: "not_verified" } });
    expect(await count("select count(*) as n from parcel_plan where order_id = $1", input.order_id)).toBe(0);
    expect(await count("select count(*) as n from plan_run where order_id = $1", input.order_id)).toBe(0);
    // The message is not spent: a planner that tells the truth plans it.
    expect(await plans.planOrder(input)).toMatchObject({ ok: true, value: { planned: true } });
  });
});

describe("a refused plan", () => {
  it("is kept for its desk with its sentence until it is planned; asked again twice it is one message", async () => {
    const input = await bulkOrder(house, 2);
    const wrong = input.destinations.map((one) => ({ ...one, province_code: "99" }));
    const refused = await plans.planOrder({ ...input, destinations: wrong });
    if (refused.ok) throw new Error("it was planned");
    await plans.refusals.record({ order_id: input.order_id, refusal: refused.refusal, cooperative_ids: ["coop_x"] });
    const mine = async () => (await plans.refusals.list("coop_x", 50)).find((one) => one.order_id === input.order_id);
    expect(await mine()).toMatchObject({ sentence: refused.refusal.message, asked_again_at: null });
    expect((await plans.refusals.list("coop_y", 50)).map((one) => one.order_id)).not.toContain(input.order_id);
    const again = { order_id: input.order_id, cooperative_id: "coop_x", person: "mem" };
    const [one, two] = await Promise.all([plans.refusals.again(again), plans.refusals.again(again)]);
    expect([one.ok, two.ok]).toEqual([true, true]);
    expect(await plans.refusals.again({ ...again, cooperative_id: "coop_y" })).toMatchObject({
      ok: false,
      refusal: { reason: "plan_not_found" },
    });
    expect(await open(input.order_id)).toHaveLength(1);
    expect((await mine())?.asked_again_at).not.toBeNull();
    await drain(input);
    expect(await mine()).toBeUndefined();
    expect(await house.parcels.parcelsOfOrder(input.order_id)).toHaveLength(2);
  });
});
