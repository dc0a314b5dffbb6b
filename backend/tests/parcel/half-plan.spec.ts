import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlanOrderInput } from "../../src/modules/parcel/plan";
import { Plans } from "../../src/modules/parcel/plans";
import { ThreadPlanner } from "../../src/modules/parcel/planner";
import { Replans } from "../../src/modules/parcel/replans";
import { bulkOrder, NONE, parcelHouse, violations, type ParcelHouse } from "./house";
import { runOf, SIZES } from "./run-kit";

let house: ParcelHouse;
let plans: Plans;
let replans: Replans;
beforeAll(async () => {
  house = await parcelHouse();
  plans = new Plans(house.knex, new ThreadPlanner(), SIZES);
  replans = new Replans(house.knex, plans);
});
afterAll(() => house?.close());

const { open, done, work, promised, drain, count, labels } = runOf(
  () => house,
  () => plans,
);

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
