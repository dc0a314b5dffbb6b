import fc from "fast-check";
import { assignLots, type BasketPlan } from "@commonlot/domain";
import type { Knex } from "knex";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanOrderInput } from "../../src/modules/parcel/plan";
import { Plans } from "../../src/modules/parcel/plans";
import { ThreadPlanner, type Planner } from "../../src/modules/parcel/planner";
import { Replans } from "../../src/modules/parcel/replans";
import { bulkOrder, givenOrder, NONE, parcelHouse, violations, type ParcelHouse } from "./house";
import { rowsOf } from "./run-rows";

/** The plan of an order as a run. Workers that are killed: run-kill.spec.ts. Small ranges, so that a few parcels are many. */
const SIZES = { at_once: 3, chunk: 4 };

let house: ParcelHouse;
let plans: Plans;
let replans: Replans;
beforeAll(async () => {
  house = await parcelHouse();
  plans = new Plans(house.knex, new ThreadPlanner(), SIZES);
  replans = new Replans(house.knex, plans);
});
afterAll(() => house?.close());

interface Message {
  id: string;
  job: string;
  payload: { order_id?: string; chunk_id?: string };
}

/** Messages about an order that are neither done nor dead, the oldest first. */
async function open(order_id: string): Promise<Message[]> {
  const { rows } = await house.database.pool.query<Message>(
    `select m.id, m.job, m.payload from outbox_message m
     where m.done_at is null and m.dead_at is null and m.job in ('plan-parcels', 'write-parcels')
       and (m.payload->>'order_id' = $1
            or m.payload->>'chunk_id' in (select c.id from plan_chunk c join plan_run r on r.id = c.run_id where r.order_id = $1)
            or exists (select from plan_run r where r.order_id = $1 and starts_with(m.payload->>'chunk_id', r.id || '.')))
     order by m.job, split_part(m.payload->>'chunk_id', '.', 2)::int, m.created_at, m.id`,
    [order_id],
  );
  return rows;
}

const done = (id: string) =>
  house.database.pool.query("update outbox_message set done_at = now() where id = $1 and done_at is null", [id]);

/** What the worker does with one message: a job that fails stays open. */
async function work({ id, job, payload }: Message, input: PlanOrderInput): Promise<void> {
  if (job === "write-parcels") await plans.writeChunk({ message_id: id, chunk_id: payload.chunk_id! });
  else if (await plans.open(input.order_id)) await plans.finish(input.order_id, await promised(input.order_id));
  else await plans.planOrder({ ...input, message_id: id });
  await done(id);
}

async function promised(order_id: string) {
  const { rows } = await house.database.pool.query<{
    id: string;
    order_line_id: string;
    lot_id: string;
    pool_id: string;
    household_id: string;
    units: number;
  }>(
    "select id, order_line_id, lot_id, pool_id, household_id, units::float8 as units from allocation where order_id = $1 and state <> 'released'",
    [order_id],
  );
  return rows;
}

/** Works off everything that is open, in the order that `pick` says. */
async function drain(input: PlanOrderInput, pick = (messages: Message[]) => messages[0]!): Promise<void> {
  for (let messages = await open(input.order_id); messages.length > 0; messages = await open(input.order_id)) {
    await work(pick(messages), input);
  }
}

/** What the jobs would write if they ran one after the other, taken back again. */
async function inOrder(input: PlanOrderInput) {
  const outer = await house.knex.transaction();
  try {
    const inside = new Plans(outer as unknown as Knex, new ThreadPlanner(), SIZES);
    for (const message of await open(input.order_id)) {
      await inside.writeChunk({ message_id: message.id, chunk_id: message.payload.chunk_id! });
    }
    await inside.finish(input.order_id, await promised(input.order_id));
    return await rowsOf(outer, input.order_id);
  } finally {
    await outer.rollback();
  }
}

const count = async (text: string, ...values: string[]) =>
  Number((await house.database.pool.query<{ n: string }>(text, values)).rows[0]?.n);
const labels = (order_id: string) =>
  count("select count(*) as n from outbox_message where job = 'print-labels' and payload->>'order_id' = $1", order_id);

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

describe("half a plan", () => {
  /** Stored, and one range of it written. */
  async function half(parcels = 10): Promise<PlanOrderInput> {
    const input = await bulkOrder(house, parcels);
    await plans.planOrder(input);
    await work((await open(input.order_id))[0]!, input);
    return input;
  }

  it("is shown to nobody as parcels, only as progress", async () => {
    const input = await half();
    const now = new Date();
    expect(await house.parcels.parcelsOfOrder(input.order_id)).toEqual([]);
    const before = await house.parcels.board.counts("coop_x", now);
    expect(
      (await house.parcels.board.list("coop_x", "planned", { limit: 200, now })).some(
        (p) => p.order_id === input.order_id,
      ),
    ).toBe(false);
    expect((await house.parcels.waves.waiting("coop_x", 100)).map((o) => o.order_id)).not.toContain(input.order_id);
    expect((await house.parcels.ordersOfCooperative("coop_x", { limit: 100 })).map((o) => o.order_id)).not.toContain(
      input.order_id,
    );
    expect(await plans.progress.ofOrder(input.order_id)).toMatchObject({ parcels: 10, written: 4, stuck: false });
    expect((await plans.progress.ofCooperative("coop_x", 50)).map((one) => one.order_id)).toContain(input.order_id);
    expect(await plans.progress.ofCooperative("coop_y", 50)).toEqual([]);
    await drain(input);
    const after = await house.parcels.board.counts("coop_x", now);
    expect((after.states.planned ?? 0) - (before.states.planned ?? 0)).toBe(10);
    expect(await plans.progress.ofOrder(input.order_id)).toBeUndefined();
    expect(await house.parcels.parcelsOfOrder(input.order_id)).toHaveLength(10);
  });

  it("gets no label and can't be handed over", async () => {
    const input = await half();
    const { rows } = await house.database.pool.query<{ id: string }>("select id from parcel where order_id = $1", [
      input.order_id,
    ]);
    const parcel_ids = rows.map((row) => row.id);
    expect(
      await house.parcels.recordLabels({
        message_id: `${input.message_id}_labels`,
        order_id: input.order_id,
        sheets: [{ cooperative_id: "coop_x", file: "f.pdf", sha256: "0".repeat(64), parcel_ids }],
      }),
    ).toBe(false);
    const handed = await house.parcels.handOver({ cooperative_id: "coop_x", person: "m", parcel_ids });
    expect(handed).toMatchObject({ ok: false, refusal: { reason: "parcels_not_ready" } });
    await drain(input);
    expect(await violations(house)).toEqual(NONE);
  });

  it("ends when the order is cancelled: what was written is void, the rest is never written", async () => {
    const input = await half();
    const waiting = (await open(input.order_id)).filter((message) => message.job === "write-parcels");
    // The cancellation and the jobs come at the same time.
    const [cancelled] = await Promise.all([
      replans.withdraw({ cause: `cancel:${input.order_id}`, order_ids: [input.order_id], left: {} }),
      ...waiting.map((message) => plans.writeChunk({ message_id: message.id, chunk_id: message.payload.chunk_id! })),
    ]);
    expect(cancelled).toMatchObject({ ok: true });
    await house.database.pool.query("update allocation set state = 'released' where order_id = $1", [input.order_id]);
    await drain(input);
    expect(await plans.open(input.order_id)).toBeUndefined();
    expect((await house.parcels.parcelsOfOrder(input.order_id)).filter((parcel) => parcel.state !== "void")).toEqual(
      [],
    );
    expect(await labels(input.order_id)).toBe(0);
    expect(await count("select count(*) as n from plan_chunk")).toBe(0);
    expect(await violations(house)).toEqual(NONE);
  });

  it("ends when goods of the order fall short, and a new run takes its place", async () => {
    const input = await half(12);
    const cause = `short_${input.order_id}:apply:1`;
    expect(await replans.withdraw({ cause, order_ids: [input.order_id], left: {} })).toMatchObject({ ok: true });
    // The last destination goes without: its lot gives 2,000 g less.
    const [last] = input.allocations.slice(-1);
    let less = 2_000;
    const allocations = input.allocations.toReversed().flatMap((one) => {
      const taken = Math.min(less, Number(one.units));
      less -= taken;
      return Number(one.units) > taken ? [{ ...one, units: Number(one.units) - taken }] : [];
    });
    expect(last).toBeDefined();
    for (const one of input.allocations) {
      const left = allocations.find((other) => other.id === one.id);
      await house.database.pool.query(
        left
          ? "update allocation set units = $2 where id = $1"
          : "update allocation set state = 'released' where id = $1 and $2 = $2",
        [one.id, left?.units ?? 0],
      );
    }
    const planned = await replans.plan({
      cause,
      order_id: input.order_id,
      currency: input.currency,
      destinations: input.destinations.slice(0, -1),
      allocations,
      hold_days: 0,
    });
    expect(planned).toMatchObject({ ok: true, value: { planned: true, writing: true, parcels: 11 } });
    await drain(input);
    const parcels = await house.parcels.parcelsOfOrder(input.order_id);
    expect(parcels.filter((parcel) => parcel.state !== "void")).toHaveLength(11);
    expect(parcels.filter((parcel) => parcel.state === "void")).toHaveLength(4);
    const runs = await house.database.pool.query(
      "select state, plan_version from plan_run where order_id = $1 order by plan_version",
      [input.order_id],
    );
    expect(runs.rows).toEqual([
      { state: "ended", plan_version: 1 },
      { state: "finished", plan_version: 2 },
    ]);
    expect(await violations(house)).toEqual(NONE);
  });

  it("has lots that staff swap meanwhile wait, and holds them when it is done", async () => {
    const input = await half();
    const [from] = input.allocations;
    const db = house.database.pool;
    // Half of the first lot's share goes to another lot, as the pool's room writes it.
    const units = Math.floor(Number(from!.units) / 2);
    await db.query("update allocation set units = units - $2 where id = $1", [from!.id, units]);
    await db.query(
      `insert into lot (id, number, pool_id, cooperative_id, household_id, harvested_on, units, sellable_units, grade, weigher_id, idempotency_key, input_hash)
       select id || '_b', number || '_b', pool_id, cooperative_id, 'hh_b', harvested_on, units, sellable_units, grade, weigher_id, idempotency_key || '_b', input_hash
       from lot where id = $1`,
      [from!.lot_id],
    );
    await db.query(
      `insert into allocation (id, order_id, order_line_id, pool_id, lot_id, household_id, units, rule, why)
       select id || '_b', order_id, order_line_id, pool_id, lot_id || '_b', 'hh_b', $2, rule, why from allocation where id = $1`,
      [from!.id, units],
    );
    // Nobody is told that goods are packed already because their parcels are not written yet.
    expect(await house.parcels.refits.openUnits(input.order_id, from!.order_line_id, from!.lot_id)).toBeNull();
    const refitted = await house.parcels.refits.refit(input.order_id, await promised(input.order_id));
    expect(refitted).toMatchObject({ ok: false, refusal: { reason: "being_planned" } });
    await drain(input);
    const contents = (await house.parcels.parcelsOfOrder(input.order_id)).flatMap((parcel) => parcel.contents);
    const of = (lot_id: string) => contents.filter((c) => c.lot_id === lot_id).reduce((sum, c) => sum + c.units, 0);
    expect(of(`${from!.lot_id}_b`)).toBe(units);
    expect(of(from!.lot_id)).toBe(Number(from!.units) - units);
    expect(await violations(house)).toEqual(NONE);
  });

  it("that lost its jobs is taken up where it stands", async () => {
    const input = await half();
    await house.database.pool.query(
      "update outbox_message set dead_at = now() where job = 'write-parcels' and done_at is null and dead_at is null",
    );
    await house.database.pool.query(
      "update plan_chunk set written_at = written_at - interval '1 hour' where written_at is not null",
    );
    await house.database.pool.query("alter table plan_run disable trigger plan_run_moves_forward");
    await house.database.pool.query(
      "update plan_run set created_at = created_at - interval '1 hour' where order_id = $1",
      [input.order_id],
    );
    await house.database.pool.query("alter table plan_run enable trigger plan_run_moves_forward");
    expect(await plans.progress.ofOrder(input.order_id)).toMatchObject({ stuck: true, written: 4 });
    const again = { order_id: input.order_id, cooperative_id: "coop_x", person: "mem" };
    expect(await plans.refusals.again({ ...again, cooperative_id: "coop_y" })).toMatchObject({ ok: false });
    expect(await plans.refusals.again(again)).toMatchObject({ ok: true });
    const [message] = await open(input.order_id);
    expect(await plans.finish(input.order_id, await promised(input.order_id))).toEqual({ finished: false });
    await plans.takeUp(input.order_id, message!.id);
    await done(message!.id);
    await drain(input);
    expect(await house.parcels.parcelsOfOrder(input.order_id)).toHaveLength(10);
    expect(await violations(house)).toEqual(NONE);
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
