import { randomUUID } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type { Knex } from "knex";
import { changeOwnHolds, moveCounters } from "../../src/modules/pool/own-holds";
import { writeMovements } from "../../src/modules/pool/queries";
import { shortDetail } from "../../src/api/desk/shorts/view";
import { previewShort } from "../../src/workflows/pool/short/preview";
import { runShort } from "../../src/workflows/pool/short/run";
import { shortChoices } from "./short-choices";
import { id, shortHouse, value, type ShortHouse } from "./short-house";
import { broken, picture } from "./short-picture";

// Dying is an error thrown at the kill point: what was committed stands, what was in memory is gone, as with SIGKILL.
const dies = vi.hoisted(() => ({ at: "" }));
vi.mock("../../src/lib/kill-point", () => ({
  killPoint: (name: string) => {
    if (name !== dies.at) return;
    dies.at = "";
    throw new Error(`killed at ${name}`);
  },
}));

let house: ShortHouse;
beforeAll(async () => {
  house = await shortHouse();
});
afterAll(() => house?.close());
afterEach(() => {
  dies.at = "";
});

/** Nothing left to sell, so that what is missing is missing. */
async function drain(): Promise<void> {
  await house.pools.expiry.keepFromSale();
  const { rows } = await house.db.query<{ free: string }>("select on_hand - held as free from pool where id = $1", [
    house.pool_id,
  ]);
  if (Number(rows[0]?.free) > 0) await house.order([{ packs: 1, pack_units: Number(rows[0]?.free) }]);
}
const expire = (lot: string) =>
  house.db.query("update lot set best_before = (now() - interval '2 days')::date where id = $1", [lot]);
const shortsOf = async (order_id: string) =>
  (
    await house.db.query<{ id: string; kind: string; state: string }>(
      "select id, kind, state from short where order_id = $1 order by created_at",
      [order_id],
    )
  ).rows;
const notEnough = async (order_id: string) => (await shortsOf(order_id)).find((one) => one.kind === "not_enough")!.id;
const refunds = async (order_id: string) =>
  (await house.settlement.shorts.refundsOf(order_id)).map((one) => [one.state, one.amount_minor]);
const units = async (order_id: string) =>
  (await house.pools.allocationsOfOrder(order_id)).reduce((sum, one) => sum + one.units, 0);
const told = async (order_id: string) =>
  (
    await house.db.query<{ text: string }>("select text from buyer_notice where order_id = $1 order by created_at", [
      order_id,
    ])
  ).rows.map((one) => one.text);
const live = async (order_id: string) =>
  (await house.parcels.parcelsOfOrder(order_id)).filter((parcel) => parcel.state !== "void");
/** Runs every follow-up that the tick enters. */
async function followUp(): Promise<void> {
  await house.db.query("update short set updated_at = now() - interval '1 hour' where state = 'dropped'");
  await house.pools.shorts.waits.followUp();
  const { rows } = await house.db.query<{ id: string }>(
    "select id from short where wait_of is not null and state = 'entered'",
  );
  for (const { id: short_id } of rows) await runShort(house.container, short_id);
}

describe("a paid order whose goods went past their day before it was allocated", () => {
  it.each([
    "",
    "short_parcels_withdrawn",
    "short_applied",
    "short_refund_promised",
    "short_planned_anew",
    "short_refund_released",
  ])(
    "becomes a short by itself: what is there goes, the rest is refunded, the buyer is told (killed at %s)",
    async (point) => {
      await drain();
      const old = await house.lot(3000);
      const good = await house.lot(2000);
      const { order_id } = await house.sell([{ packs: 5, paid: 10_000, freight: 1000 }]);
      await expire(old);
      await house.allocate(order_id);
      await house.allocate(order_id);
      expect((await shortsOf(order_id)).map((one) => [one.kind, one.state])).toEqual([["not_enough", "entered"]]);
      expect(await broken(house)).toEqual([]);
      const short_id = await notEnough(order_id);
      if (point) {
        dies.at = point;
        await expect(runShort(house.container, short_id)).rejects.toThrow("killed");
      }
      expect(await runShort(house.container, short_id)).toMatchObject({ state: "closed", decided_by: "system" });
      expect((await house.pools.allocationsOfOrder(order_id)).map((one) => [one.lot_id, one.units])).toEqual([
        [good, 2000],
      ]);
      const [[state, amount] = []] = await refunds(order_id);
      expect(state).toBe("intended");
      expect(amount).toBeGreaterThanOrEqual(6000);
      expect(await live(order_id)).toHaveLength(1);
      expect(await told(order_id)).toHaveLength(1);
      expect((await told(order_id))[0]).toContain("退款");
      const sent = await house.db.query(
        "select 1 from outbox_message where job = 'refund' and payload ->> 'refund_intent_id' in (select id from refund_intent where order_id = $1)",
        [order_id],
      );
      expect(sent.rowCount).toBe(1);
      expect(await broken(house)).toEqual([]);
    },
  );

  it("with nothing there at all is refunded whole, and is complete", async () => {
    await drain();
    const old = await house.lot(2000);
    const { order_id } = await house.sell([{ packs: 2, paid: 4000, freight: 900 }]);
    await expire(old);
    await house.allocate(order_id);
    await runShort(house.container, await notEnough(order_id));
    expect(await refunds(order_id)).toEqual([["intended", 4900]]);
    const post = await house.db.query(
      "select 1 from outbox_message where job = 'post' and payload ->> 'order_id' = $1",
      [order_id],
    );
    expect(post.rowCount).toBe(1);
    expect(await broken(house)).toEqual([]);
  });

  it("that is cancelled meanwhile is left alone", async () => {
    await drain();
    const old = await house.lot(1000);
    const { order_id } = await house.sell([{ packs: 1 }]);
    await expire(old);
    await house.allocate(order_id);
    await house.pools.releaseOrder({ order_id, reason: "cancelled", person: "system" });
    expect(await runShort(house.container, await notEnough(order_id))).toMatchObject({ state: "dropped" });
    expect(await refunds(order_id)).toEqual([]);
    expect(await broken(house)).toEqual([]);
  });
});

describe("policy wait", () => {
  it.each(["", "short_parcels_withdrawn", "short_applied", "short_planned_anew"])(
    "nothing is refunded, nothing leaves; the next intake fills it (killed at %s)",
    async (point) => {
      await drain();
      const lot = await house.lot(3000);
      const { order_id } = await house.order([{ packs: 3, paid: 9000 }]);
      const short = await house.apply(await house.enter({ lot_id: lot, units: 2000, policy: "wait" }));
      expect(short).toMatchObject({ state: "applied" });
      expect(await refunds(order_id)).toEqual([]);
      expect(await live(order_id)).toHaveLength(0);
      expect(await house.pools.shorts.ofOrder(order_id)).toMatchObject([
        { packs: 2, waits_until: expect.any(Date) as Date },
      ]);
      expect((await told(order_id))[0]).toContain("保留到");
      await followUp();
      expect(await house.pools.shorts.waits.ofOrders([order_id])).toHaveLength(1);
      expect(await broken(house)).toEqual([]);

      const fresh = await house.lot(2000);
      if (point) {
        dies.at = point;
        await expect(followUp()).rejects.toThrow("killed");
        const open = await house.db.query<{ id: string }>(
          "select id from short where kind = 'wait_filled' and order_id = $1",
          [order_id],
        );
        await runShort(house.container, open.rows[0]!.id);
      } else await followUp();
      expect(await units(order_id)).toBe(3000);
      expect((await house.pools.allocationsOfOrder(order_id)).find((one) => one.lot_id === fresh)?.units).toBe(2000);
      expect(await house.pools.shorts.ofOrder(order_id)).toEqual([]);
      expect((await live(order_id)).flatMap((one) => one.contents).reduce((sum, one) => sum + one.units, 0)).toBe(3000);
      expect(await refunds(order_id)).toEqual([]);
      expect((await told(order_id)).at(-1)).toContain("补齐");
      expect(await broken(house)).toEqual([]);
      const undo = await house.pools.shorts.beginUndo({ short_id: short.id, person: "m" });
      if (undo.ok) expect(await runShort(house.container, short.id)).toMatchObject({ state: "applied" });
      expect(await broken(house)).toEqual([]);
    },
  );

  it("refunds what has not come by its day, and the order goes on without it", async () => {
    await drain();
    const lot = await house.lot(3000);
    const { order_id, lines } = await house.order([{ packs: 3, paid: 9000 }]);
    const short = await house.apply(await house.enter({ lot_id: lot, units: 1000, policy: "wait" }));
    await house.db.query("update short_wait set until = now() - interval '1 minute' where short_id = $1", [short.id]);
    await followUp();
    const [[, amount] = []] = await refunds(order_id);
    expect(amount).toBeGreaterThanOrEqual(3000);
    expect(await live(order_id)).toHaveLength(1);
    expect(await house.pools.shorts.ofOrder(order_id)).toMatchObject([
      { packs: 1, waits_until: null, refund_minor: amount, order_line_id: lines[0] },
    ]);
    expect(await broken(house)).toEqual([]);
    const posted = await house.settlement.postSale({
      order_id,
      allocations: await house.pools.allocationsOfOrder(order_id),
      freight: await house.parcels.freightOfOrder(order_id),
    });
    expect(value(posted).posted).toBe(true);
    expect(await broken(house)).toEqual([]);
  });

  it("is undone while it waits: everything is as it was", async () => {
    await drain();
    const lot = await house.lot(3000);
    await house.order([{ packs: 3, paid: 9000 }]);
    const before = await picture(house);
    const short = await house.apply(await house.enter({ lot_id: lot, units: 2500, policy: "wait" }));
    expect(await house.undo(short)).toMatchObject({ state: "undone" });
    expect(await picture(house)).toEqual(before);
    expect(await broken(house)).toEqual([]);
  });

  it("two that wait are filled in the order in which they began to", async () => {
    await drain();
    const lot = await house.lot(4000);
    const first = await house.order([{ packs: 2 }]);
    const second = await house.order([{ packs: 2 }]);
    await house.apply(await house.enter({ lot_id: lot, units: 2000, policy: "wait", order_id: first.order_id }));
    await house.apply(await house.enter({ lot_id: lot, units: 2000, policy: "wait", order_id: second.order_id }));
    await house.lot(2000);
    await followUp();
    expect([await units(first.order_id), await units(second.order_id)]).toEqual([2000, 0]);
    await house.lot(2000);
    await followUp();
    expect(await units(second.order_id)).toBe(2000);
    expect(await broken(house)).toEqual([]);
  });
});

describe("policy split", () => {
  it("what is there leaves now, the rest in parcels of its own; the order is complete only then", async () => {
    await drain();
    const lot = await house.lot(3000);
    const { order_id } = await house.order([{ packs: 3, paid: 9000 }]);
    const short = await house.apply(await house.enter({ lot_id: lot, units: 1000, policy: "split" }));
    expect((await live(order_id)).flatMap((one) => one.contents).reduce((sum, one) => sum + one.units, 0)).toBe(2000);
    await house.label(order_id);
    await house.ship(await house.handOver(order_id));
    const deliver = async () => {
      const events = (await live(order_id)).map((parcel) => ({
        event_id: randomUUID(),
        number: parcel.number,
        said: "delivered",
        at: new Date(),
        place: null,
      }));
      await house.parcels.recordCarrierEvents({ message_id: id("out"), events, hold_days: new Map() });
      const posts = await house.db.query(
        "select 1 from outbox_message where job = 'post' and payload ->> 'order_id' = $1",
        [order_id],
      );
      return posts.rowCount;
    };
    expect(await runShort(house.container, short.id)).toMatchObject({ state: "closed" });
    expect(await deliver()).toBe(0);
    expect(await broken(house)).toEqual([]);
    await house.lot(1000);
    await followUp();
    const parcels = await live(order_id);
    expect(parcels.map((one) => one.state).sort()).toEqual(["delivered", "planned"]);
    expect(parcels.find((one) => one.state === "planned")?.contents.reduce((sum, one) => sum + one.units, 0)).toBe(
      1000,
    );
    expect(await refunds(order_id)).toEqual([]);
    expect(await broken(house)).toEqual([]);
    await house.label(order_id);
    await house.ship(await house.handOver(order_id));
    expect(await deliver()).toBe(1);
  });
});

const policyOf = async (pool_id: string, cooperative_id: string, policy: "substitute" | "wait") =>
  value(
    await house.pools.shorts.policies.set({
      policy,
      wait_days: 14,
      other_pool_id: null,
      pool_id,
      cooperative_id,
      reason: "the village said so",
      person: "member_manager",
    }),
  );

describe("an order that can't be filled and whose pool waits", () => {
  afterEach(() => policyOf(house.pool_id, house.cooperative_id, "substitute"));

  it("its buyer is told at once until when, and of what goes back, once", async () => {
    await policyOf(house.pool_id, house.cooperative_id, "wait");
    await drain();
    const old = await house.lot(2000);
    const { order_id } = await house.sell([{ packs: 2 }]);
    await expire(old);
    await house.allocate(order_id);
    const short_id = await notEnough(order_id);
    dies.at = "short_buyers_told";
    await expect(runShort(house.container, short_id)).rejects.toThrow("killed");
    expect(await runShort(house.container, short_id)).toMatchObject({ state: "closed" });
    expect(await house.pools.shorts.waits.ofOrders([order_id])).toMatchObject([{ packs: 2 }]);
    expect(await told(order_id)).toEqual([expect.stringMatching(/有2件暂缺，为您保留到\d{4}-\d\d-\d\d/)]);
    expect((await told(order_id))[0]).not.toContain("退回");
    expect(await broken(house)).toEqual([]);
  });
});

describe("an order of two cooperatives that can't be filled", () => {
  afterEach(() => policyOf(house.pool_id, house.cooperative_id, "substitute"));

  let other: Awaited<ReturnType<ShortHouse["otherCooperative"]>> | undefined;
  /** Of each cooperative two packs, whose goods went past their day; the first refunds or waits, the second waits. */
  async function unfilled(first: "substitute" | "wait", good = 0) {
    other ??= await house.otherCooperative();
    await policyOf(house.pool_id, house.cooperative_id, first);
    await policyOf(other.pool_id, other.cooperative_id, "wait");
    await drain();
    const old = [await house.lot(2000 - good), await house.lot(2000 - good, undefined, other.pool_id)];
    const mine = id("household");
    const theirs = id("household");
    if (good > 0) {
      await house.lot(good, mine);
      await house.lot(good, theirs, other.pool_id);
    }
    const { order_id, lines } = await house.sell([
      { packs: 2, freight: 900 },
      { packs: 2, freight: 700, pool_id: other.pool_id },
    ]);
    for (const lot of old) await expire(lot);
    await house.allocate(order_id);
    return { other, order_id, lines, mine, theirs, short_id: await notEnough(order_id) };
  }
  const entryOf = async (short_id: string) => (await house.pools.shorts.byId(short_id))!;
  /** The cooperative whose pool was found empty first has the entry. */
  const inOrder = async (made: Awaited<ReturnType<typeof unfilled>>) => {
    const first = (await entryOf(made.short_id)).cooperative_id === house.cooperative_id;
    return { first, own: made.lines[first ? 0 : 1], others: made.lines[first ? 1 : 0] };
  };

  it("what ends a wait is the entry of the cooperative whose pool it is, and its freight goes back with it", async () => {
    const made = await unfilled("wait");
    await runShort(house.container, made.short_id);
    expect(await house.pools.shorts.waits.ofOrders([made.order_id])).toHaveLength(2);
    await house.db.query("update short_wait set until = now() - interval '1 minute' where order_id = $1", [
      made.order_id,
    ]);
    await followUp();
    const { rows } = await house.db.query<{ cooperative_id: string; wait_line: string; state: string }>(
      "select cooperative_id, wait_line, state from short where order_id = $1 and kind = 'wait_over'",
      [made.order_id],
    );
    expect(new Map(rows.map((one) => [one.wait_line, [one.cooperative_id, one.state]]))).toEqual(
      new Map([
        [made.lines[0], [house.cooperative_id, "closed"]],
        [made.lines[1], [made.other.cooperative_id, "closed"]],
      ]),
    );
    expect((await refunds(made.order_id)).reduce((sum, [, amount]) => sum + Number(amount), 0)).toBe(8000 + 900 + 700);
    expect(await broken(house)).toEqual([]);
  });

  it("its buyer reads of both: what waits and what goes back", async () => {
    const made = await unfilled("substitute");
    await runShort(house.container, made.short_id);
    const [text = "", ...more] = await told(made.order_id);
    expect(more).toEqual([]);
    expect(text).toContain("有2件暂缺，为您保留到");
    expect(text).toContain("退款");
    expect(text).toContain("原路退回");
    expect(await broken(house)).toEqual([]);
  });

  it("one desk reads of its own packs that wait and its own goods kept aside, and of no question about the other's", async () => {
    // In a house of its own: what it puts aside would be in the way of the others.
    const [shared, shared_other] = [house, other];
    house = await shortHouse();
    other = undefined;
    try {
      const made = await unfilled("wait", 1500);
      const { own } = await inOrder(made);
      await runShort(house.container, made.short_id);
      expect(await house.pools.shorts.waits.ofShort(made.short_id)).toHaveLength(2);
      const entry = await entryOf(made.short_id);
      const theirs = entry.plan?.lines.find((line) => line.order_line !== own);
      const own_pool = entry.plan?.lines.find((line) => line.order_line === own)?.pool;
      // Half a pack of each is kept aside by this entry.
      const sql: Knex = house.container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
      await sql.transaction(async (tx) => {
        const aside = [own_pool, theirs?.pool].map((pool_id = "") => ({ owner_id: entry.id, pool_id, units: 500 }));
        const moved = aside.map(({ pool_id, units }) => ({
          pool_id,
          lot_id: null,
          kind: "hold" as const,
          on_hand: 0,
          held: units,
        }));
        await changeOwnHolds(tx, "short", aside);
        await moveCounters(tx, moved);
        await writeMovements(tx, moved, { reason: "aside", person: "m", source: entry.number });
      });
      const detail = await shortDetail(house.container, entry);
      expect(detail.waits).toMatchObject([{ order_line_id: own, packs: 1 }]);
      expect(detail.aside_units).toBe(500);

      // A question about the other's packs alone is not this desk's to read, still less its link.
      await house.db.query(
        `insert into short_question (short_id, order_id, about, token, due_at) values ($1, $2, 'change', $3, now())`,
        [entry.id, made.order_id, randomUUID()],
      );
      expect((await shortDetail(house.container, entry)).questions).toHaveLength(1);
      await house.db.query(
        `update short set plan = jsonb_set(plan, '{lines}', (select jsonb_agg(l) from jsonb_array_elements(plan -> 'lines') l where l ->> 'order_line' <> $2))
         where id = $1`,
        [entry.id, own],
      );
      expect((await shortDetail(house.container, await entryOf(entry.id))).questions).toEqual([]);
      expect(await broken(house)).toEqual([]);
    } finally {
      await house.close();
      [house, other] = [shared, shared_other];
    }
  });

  it("one desk sees its own households, packs and money, and decides its own packs only", async () => {
    const made = await unfilled("substitute", 1000);
    const { first, own, others } = await inOrder(made);
    value(await house.pools.shorts.choosePolicy({ short_id: made.short_id, policy: "refund" }));
    const planned = vi.spyOn(house.parcels.replans, "tryPlan");
    const seen = value(await previewShort(house.container, made.short_id));
    // Decided once, and once for each of the three other policies.
    expect(planned).toHaveBeenCalledTimes(4);
    planned.mockRestore();
    expect(seen.view?.households.map((one) => one.household_id)).toEqual([first ? made.mine : made.theirs]);
    expect(seen.view?.buyers).toMatchObject([{ packs_short: 1 }]);
    // One box of each cooperative would travel: the other's is none of this desk's business.
    expect(seen.view?.parcels).toMatchObject([{ before: 0, after: 1 }]);
    expect(seen.view?.options?.find((one) => one.policy === "refund")?.parcels).toBe(1);
    const line = (order_line: string | undefined) => seen.plan?.lines.find((one) => one.order_line === order_line);
    expect(line(own)).toMatchObject({ policy: "refund" });
    expect(line(others)).toMatchObject({ policy: first ? "wait" : "substitute" });
    const back = Number(line(own)?.goods_minor) + Number(line(own)?.freight_minor);
    expect(seen.view).toMatchObject({ refund_minor: back, buyers: [{ refund_minor: back }] });
    expect(seen.view?.options).toContainEqual(
      expect.objectContaining({ policy: "refund", packs_refunded: 1, refund_minor: back }),
    );
    expect(seen.view?.options).toContainEqual(
      expect.objectContaining({ policy: "wait", packs_waiting: 1, refund_minor: 0 }),
    );
    expect(await runShort(house.container, made.short_id)).toMatchObject({ state: "closed" });
    expect(await broken(house)).toEqual([]);
  });
});

describe("what a buyer chose for missing goods", () =>
  shortChoices(() => house, { drain, followUp, expire, notEnough, told, units, refunds }));

describe("a wholesale buyer who is asked first", () => {
  it("is sent the question with its link, and has agreed when the time is over", async () => {
    await drain();
    const lot = await house.lot(2000);
    const { order_id } = await house.order([{ packs: 2 }]);
    const short = await house.enter({ lot_id: lot, units: 1000 });
    // As for an order with addressees: its buyer is asked.
    value(
      await house.pools.shorts.savePreview({
        short_id: short.id,
        plan: short.plan!,
        plan_hash: short.plan_hash!,
        view: short.view!,
        ask: [order_id],
      }),
    );
    expect(await runShort(house.container, short.id)).toMatchObject({ state: "waiting_for_buyer" });
    await runShort(house.container, short.id);
    const [question] = await house.pools.shorts.questions.ofShort(short.id);
    expect(await told(order_id)).toHaveLength(1);
    expect((await told(order_id))[0]).toContain(`/zh/answer/${question?.token}`);
    await house.db.query("update short_question set due_at = now() - interval '1 second' where short_id = $1", [
      short.id,
    ]);
    expect(await runShort(house.container, short.id)).toMatchObject({ state: "previewed" });
    expect(await house.pools.shorts.questions.ofShort(short.id)).toMatchObject([
      { answer: "accept", by_default: true },
    ]);
    expect(await house.apply(short)).toMatchObject({ state: "applied" });
    expect(await broken(house)).toEqual([]);
  });
});
