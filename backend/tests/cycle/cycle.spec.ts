import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { refundOf } from "@commonlot/domain";
import { callBackOrder } from "../../src/workflows/checkout/call-back";
import { cancelWhole } from "../../src/workflows/checkout/cancel-order";
import { withdrawFromPacking } from "../../src/workflows/checkout/withdraw-order";
import { closeCycle } from "../../src/workflows/cycle/close";
import { tellHouseholds } from "../../src/workflows/cycle/tell-households";
import { settleCycleOrder } from "../../src/workflows/cycle/settle-order";
import { cycleInput, type CycleInput } from "../../src/modules/cycle/types";
import { id, NONE, postInput, reasonOf, value, violations } from "../settlement/house";
import {
  content,
  cycleHouse,
  editing,
  entered,
  FIRST,
  goods,
  local,
  messages,
  openCycle,
  ordered,
  PACK_G,
  pastClosing,
  refunds,
  type CycleHouse,
} from "./house";

/** Dying is an error thrown at the kill point: what was committed stands, what was in memory is gone, as with SIGKILL. */
const dies = vi.hoisted(() => ({ at: "" }));
vi.mock("../../src/lib/kill-point", () => ({
  killPoint: (name: string) => {
    if (name !== dies.at) return;
    dies.at = "";
    throw new Error(`killed at ${name}`);
  },
}));

let house: CycleHouse;
beforeAll(async () => {
  house = await cycleHouse();
});
afterAll(() => house?.close());
afterEach(() => {
  dies.at = "";
});

const stateOf = async (cycle_id: string) => (await house.cycles.views.one(cycle_id, house.cooperative_id))?.cycle.state;
const broken = async () => (await house.cycles.invariants()).filter((one) => one.violations > 0);

describe("a draft", () => {
  it("has days of the calendar and times of the clock only", () => {
    const good = content(goods(house));
    const fields = (more: object) =>
      cycleInput.safeParse({ ...good, ...more }).error?.issues.map((issue) => issue.path.join("."));
    expect(fields({})).toBeUndefined();
    expect(fields({ ready_from: "2027-02-31", ready_to: "2027-13-01" })).toEqual(["ready_from", "ready_to"]);
    expect(fields({ opens: "2027-02-31T08:00", closes: "2027-03-01T24:00" })).toEqual(["opens", "closes"]);
  });

  it("of two who edit it at once the second is told, and what the first wrote stays", async () => {
    const good = goods(house);
    const edit = editing(house, [good]);
    const draft = value(await house.cycles.drafts.create({ ...edit, content: content(good) }));
    const both = await Promise.all(
      ["一号编辑", "二号编辑"].map((name_zh) =>
        house.cycles.drafts.save({ ...edit, ...draft, content: content(good, { name_zh }) }),
      ),
    );
    expect(both.map(reasonOf).sort()).toEqual([null, "stale"].sort());
    const saved = await house.cycles.views.one(draft.id, house.cooperative_id);
    expect(saved?.cycle.name_zh).toBe(both[0]?.ok ? "一号编辑" : "二号编辑");
  });

  it("refuses what can't be, each with its field, and another cooperative's goods and cycles", async () => {
    const good = goods(house);
    const edit = editing(house, [good]);
    const field = async (more: Parameters<typeof content>[1]) => {
      const result = await house.cycles.drafts.create({ ...edit, content: content(good, more) });
      return result.ok ? null : [result.refusal.reason, result.refusal.field];
    };
    expect(await field({ closes: local(-2) })).toEqual(["closes_before_opens", "closes"]);
    expect(await field({ closes: local(24 * 80) })).toEqual(["open_too_long", "closes"]);
    expect(await field({ ready_from: local(-24).slice(0, 10) })).toEqual(["ready_before_close", "ready_from"]);
    expect(await field({ minimum_kind: "grams" })).toEqual(["minimum", "minimum"]);
    expect(await field({ way: "pickup" })).toEqual(["place", "place_zh"]);
    const [first] = content(good).goods;
    if (!first) throw new Error("no goods");
    const steps = [{ from_cases: 2, price_minor: FIRST }];
    expect(await field({ goods: [{ ...first, steps }] })).toEqual(["ladder_price", "goods.0.steps.1"]);
    const theirs = { ...good, cooperative_id: id("coop") };
    expect(reasonOf(await house.cycles.drafts.create({ ...edit, catalogue: [theirs], content: content(good) }))).toBe(
      "good_not_found",
    );
    const draft = value(await house.cycles.drafts.create({ ...edit, content: content(good) }));
    const other = { ...edit, cooperative_id: id("coop") };
    expect(reasonOf(await house.cycles.drafts.publish({ ...other, ...draft, now: new Date() }))).toBe(
      "cycle_not_found",
    );
  });

  it("of two cycles of the same goods published at once for the same days one is published", async () => {
    const good = goods(house);
    const edit = editing(house, [good]);
    const drafts = await Promise.all(
      [0, 1].map(async () => value(await house.cycles.drafts.create({ ...edit, content: content(good) }))),
    );
    const published = await Promise.all(
      drafts.map((draft) => house.cycles.drafts.publish({ ...edit, ...draft, now: new Date() })),
    );
    expect(published.map(reasonOf).sort()).toEqual([null, "cycle_overlaps"].sort());
  });

  it("is frozen when it is published: a price of the ladder can't be changed, and a first price that fell to a step's is refused", async () => {
    const good = goods(house);
    const edit = editing(house, [good]);
    const draft = value(await house.cycles.drafts.create({ ...edit, content: content(good) }));
    const cheaper = { ...good, packs: good.packs.map((pack) => ({ ...pack, price_minor: 4_500n })) };
    expect(
      reasonOf(await house.cycles.drafts.publish({ ...edit, catalogue: [cheaper], ...draft, now: new Date() })),
    ).toBe("ladder_price");
    value(await house.cycles.drafts.publish({ ...edit, ...draft, now: new Date() }));
    await expect(
      house.db.query("update cycle_price set price_minor = 1 where cycle_id = $1", [draft.id]),
    ).rejects.toThrow("never changed");
    await expect(house.db.query("delete from cycle_event where cycle_id = $1", [draft.id])).rejects.toThrow(
      "append-only",
    );
  });
});

describe("who takes part", () => {
  it("nobody is let in after it has closed, and everybody who was let in counts, however close it was", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    const carts = Array.from({ length: 30 }, () => id("cart"));
    const lines = [{ variant_id: good.lead, product_id: good.product_id, packs: 1, units: PACK_G }];
    const [answers] = await Promise.all([
      Promise.all(carts.map((cart_id) => house.cycles.entries.enter({ cart_id, cycle_id, lines, now: new Date() }))),
      house.cycles.closing.callOff({ id: cycle_id, cooperative_id: house.cooperative_id, words: "霜冻", person: "m" }),
    ]);
    const inside = answers.filter((one) => one.ok).length;
    expect(answers.filter((one) => !one.ok).every((one) => reasonOf(one) === "cycle_closed")).toBe(true);
    expect(await house.cycles.closing.completing(cycle_id)).toHaveLength(inside);
    expect(reasonOf(await house.cycles.entries.enter({ cart_id: id("cart"), cycle_id, lines, now: new Date() }))).toBe(
      "cycle_closed",
    );
  });

  it("an order takes part once, however often it is told, and must not be packed before the end", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    const given = await ordered(house, cycle_id, good, 3);
    const told = await Promise.all(
      Array.from({ length: 5 }, () =>
        house.cycles.entries.confirm({ cart_id: given.cart_id, order_id: given.order_id }),
      ),
    );
    expect(new Set(told)).toEqual(new Set(["waits"]));
    expect((await house.cycles.views.ordered([cycle_id])).get(cycle_id)).toEqual({ orders: 1, grams: 3 * PACK_G });
    expect(await house.cycles.entries.confirm({ cart_id: id("cart"), order_id: id("order") })).toBe("none");
    await house.cycles.entries.leave(given.order_id);
    expect((await house.cycles.views.ordered([cycle_id])).get(cycle_id)).toBeUndefined();
    expect(await house.cycles.entries.confirm({ cart_id: given.cart_id, order_id: given.order_id })).toBe("over");
  });

  it("a cart that completes without goods of the cycle after a try with them is not of it", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    const cart_id = await entered(house, cycle_id, good, 1);
    await house.cycles.entries.forget(cart_id);
    expect(await house.cycles.entries.confirm({ cart_id, order_id: id("order") })).toBe("none");
  });
});

describe("closing", () => {
  it("waits for who was completing; a cart that came to nothing is given up, one that became an order counts", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    const gone = await entered(house, cycle_id, good, 1);
    const late = await entered(house, cycle_id, good, 2);
    await pastClosing(house, cycle_id);
    expect(await closeCycle(house.container, cycle_id)).toBe("waits");
    await house.db.query("update cycle_entry set touched_at = now() - interval '5 minutes' where cart_id = $1", [gone]);
    expect(await closeCycle(house.container, cycle_id)).toBe("waits");
    await house.cycles.entries.confirm({ cart_id: late, order_id: id("order") });
    expect(await closeCycle(house.container, cycle_id)).toBe("reached");
    expect((await house.cycles.views.one(cycle_id, house.cooperative_id))?.cycle).toMatchObject({
      orders: "1",
      ordered_g: "1000",
    });
    // A process that was frozen all the while makes an order of the other cart after all: it is looked after too.
    const order_id = id("order");
    expect(await house.cycles.entries.confirm({ cart_id: gone, order_id })).toBe("waits");
    expect(await messages(house, "cycle-order", order_id)).toBe(1);
  });

  it("is not done before its time, and once by however many look at the clock", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    const given = await ordered(house, cycle_id, good, 1);
    expect(await closeCycle(house.container, cycle_id)).toBe("not its time");
    await pastClosing(house, cycle_id);
    expect(await house.cycles.closing.due(new Date())).toContain(cycle_id);
    const ends = await Promise.all(Array.from({ length: 4 }, () => closeCycle(house.container, cycle_id)));
    expect(ends.every((one) => one === "reached" || one === "not its time")).toBe(true);
    expect(await stateOf(cycle_id)).toBe("reached");
    expect(await messages(house, "cycle-order", given.order_id)).toBe(1);
    expect(await house.cycles.closing.due(new Date())).not.toContain(cycle_id);
  });

  it("an order that was cancelled meanwhile does not carry the minimum", async () => {
    const { id: cycle_id, good } = await openCycle(house, { minimum_kind: "orders", minimum: 2 });
    const [one, two] = [await ordered(house, cycle_id, good, 1), await ordered(house, cycle_id, good, 1)];
    house.medusa.set(two.order_id, { status: "canceled", items: [] });
    await pastClosing(house, cycle_id);
    expect(await closeCycle(house.container, cycle_id)).toBe("missed");
    expect(await settleCycleOrder(house.container, two.order_id)).toBe("settled before");
    expect(await settleCycleOrder(house.container, one.order_id)).toBe("sent back");
    expect(await messages(house, "cancel-order", one.order_id)).toBe(1);
    expect(await messages(house, "allocate", one.order_id)).toBe(0);
  });
});

/** A line of 10 packs as a short is decided from it: nothing of it was short before. */
const shortLine = (line: {
  order_line_id: string;
  paid_minor: string;
  freight_paid_minor: string;
  tax_minor: string;
}) =>
  ({
    order: "order",
    order_line: line.order_line_id,
    placed_at: "2026-12-01",
    pool: "pool_1",
    cooperative: "coop",
    pack_units: PACK_G,
    packs: 10,
    short_packs: 0,
    waiting_packs: 0,
    substituted: [],
    policy: "refund",
    allocations: [],
    money: {
      paid_minor: BigInt(line.paid_minor),
      freight_paid_minor: BigInt(line.freight_paid_minor),
      tax_minor: BigInt(line.tax_minor),
      refunded_goods_minor: 0n,
      refunded_freight_minor: 0n,
      lost_freight_minor: 0n,
      refunded_tax_minor: 0n,
    },
  }) satisfies Parameters<typeof refundOf>[0];

/** Everything that an order's cycle may have done to it. */
async function outcome(order_id: string) {
  const { rows } = await house.db.query<{ count: number }>(
    "select count(*)::int as count from buyer_notice where order_id = $1",
    [order_id],
  );
  return {
    refunds: await refunds(house, order_id),
    allocate: await messages(house, "allocate", order_id),
    cancel: await messages(house, "cancel-order", order_id),
    told: rows[0]?.count,
  };
}

describe("the price that has fallen", () => {
  it("the difference goes back to those who paid more, to the cent, and nobody pays more than the last price", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    // 45 packs of 500 g are 4 full cases of 5 kg and a half: the price of the last step is everybody's.
    const first = await ordered(house, cycle_id, good, 10, { freight_minor: 1_200 });
    const later = await ordered(house, cycle_id, good, 25, { paid_minor: 25 * 4_500 });
    const least = await ordered(house, cycle_id, good, 10, { paid_minor: 10 * 4_100 });
    await pastClosing(house, cycle_id);
    expect(await closeCycle(house.container, cycle_id)).toBe("reached");
    for (const given of [first, later, least]) {
      expect(await settleCycleOrder(house.container, given.order_id)).toBe("let go");
      expect(await settleCycleOrder(house.container, given.order_id)).toBe("settled before");
    }
    expect(await outcome(first.order_id)).toEqual({ refunds: [10 * 600], allocate: 1, cancel: 0, told: 1 });
    expect(await outcome(later.order_id)).toEqual({ refunds: [25 * 300], allocate: 1, cancel: 0, told: 1 });
    expect(await outcome(least.order_id)).toEqual({ refunds: [], allocate: 1, cancel: 0, told: 1 });
    // What is divided afterwards is what was kept, to the cent; freight was nobody's to give back.
    for (const [given, kept] of [
      [first, 10 * 4_200 + 1_200],
      [later, 25 * 4_200],
    ] as const) {
      value(await house.settlement.postSale(postInput(given)));
      const [line] = await house.settlement.waterfallOfOrder(given.order_id);
      const rows = line?.rows ?? [];
      expect(rows.filter((row) => row.account !== "buyer_refund").reduce((sum, row) => sum + row.amount_minor, 0)).toBe(
        kept,
      );
    }
    expect(await violations(house)).toEqual(NONE);
    expect(await broken()).toEqual([]);
  });

  it("what is short afterwards is worth the last price: 2 packs of 10 give back 84.00, and all 10 are refunded to nothing", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    const given = await ordered(house, cycle_id, good, 10, { freight_minor: 1_200 });
    await ordered(house, cycle_id, good, 40);
    await pastClosing(house, cycle_id);
    await closeCycle(house.container, cycle_id);
    await settleCycleOrder(house.container, given.order_id);
    const [line] = await house.settlement.shorts.linesOf([given.order_id]);
    expect(line).toMatchObject({ paid_minor: String(10 * 4_200 + 1_200), freight_paid_minor: "1200" });
    const back = (packs: number, freight_minor = 0n) => refundOf(shortLine(line!), packs, freight_minor);
    expect(back(2)).toMatchObject({ goods_minor: 8_400n });
    const whole = back(10, 1_200n);
    value(
      await house.settlement.shorts.promise({
        short_id: id("short"),
        lines: [
          {
            order_id: given.order_id,
            order_line_id: line!.order_line_id,
            amount_minor: whole.goods_minor + whole.freight_minor,
            freight_minor: whole.freight_minor,
            tax_minor: whole.tax_minor,
          },
        ],
        borne: false,
        person: "member_1",
      }),
    );
    expect((await refunds(house, given.order_id)).reduce((sum, one) => sum + one, 0)).toBe(10 * FIRST + 1_200);
    expect(await violations(house)).toEqual(NONE);
  });

  it("is not taken for the money of another currency: nothing is given back, and a person looks", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    const given = await ordered(house, cycle_id, good, 20);
    await house.db.query("update sale set currency = 'EUR' where order_id = $1", [given.order_id]);
    await pastClosing(house, cycle_id);
    await closeCycle(house.container, cycle_id);
    await expect(settleCycleOrder(house.container, given.order_id)).rejects.toThrow("are in CNY");
    expect(await outcome(given.order_id)).toEqual({ refunds: [], allocate: 0, cancel: 0, told: 0 });
    await house.db.query("update sale set currency = 'CNY' where order_id = $1", [given.order_id]);
  });

  it("asked by many workers at once it is promised once", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    const given = await ordered(house, cycle_id, good, 20);
    await pastClosing(house, cycle_id);
    await closeCycle(house.container, cycle_id);
    const ends = await Promise.allSettled(
      Array.from({ length: 5 }, () => settleCycleOrder(house.container, given.order_id)),
    );
    expect(ends.filter((one) => one.status === "fulfilled").length).toBeGreaterThan(0);
    await settleCycleOrder(house.container, given.order_id);
    expect(await outcome(given.order_id)).toEqual({ refunds: [20 * 300], allocate: 1, cancel: 0, told: 1 });
  });

  it("waits for a payment that is not in the books yet, and lets nothing be packed until then", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    const cart_id = await entered(house, cycle_id, good, 20);
    const order_id = id("order");
    house.medusa.set(order_id, { status: "pending", items: [{ id: id("line"), variant_id: good.lead, quantity: 20 }] });
    await house.cycles.entries.confirm({ cart_id, order_id });
    await pastClosing(house, cycle_id);
    await closeCycle(house.container, cycle_id);
    await expect(settleCycleOrder(house.container, order_id)).rejects.toThrow("no captured payment");
    expect(await outcome(order_id)).toEqual({ refunds: [], allocate: 0, cancel: 0, told: 0 });
  });
});

describe("an order that is cancelled after its cycle", () => {
  const over = async (packs = 20) => {
    const { id: cycle_id, good } = await openCycle(house);
    const given = await ordered(house, cycle_id, good, packs);
    await pastClosing(house, cycle_id);
    await closeCycle(house.container, cycle_id);
    return { ...given, cycle_id };
  };

  it("is not cancelled in Medusa, which would pay it twice, while the difference is on its way", async () => {
    const given = await over();
    await settleCycleOrder(house.container, given.order_id);
    expect(await house.settlement.cancellations.hasOpenPromise(given.order_id)).toBe(true);
    await expect(cancelWhole(house.container, given.order_id)).rejects.toThrow("when the money that was promised");
  });

  it("gets nothing by the cycle when it was called back before: its cancellation gives back all", async () => {
    const given = await over();
    value(await withdrawFromPacking(house.container, given.order_id));
    expect(await settleCycleOrder(house.container, given.order_id)).toBe("left");
    expect(await outcome(given.order_id)).toEqual({ refunds: [], allocate: 0, cancel: 1, told: 0 });
  });

  it("is not called back by its buyer once everybody's price was counted with it, and counts for nothing when it was before", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    const [large, small] = [await ordered(house, cycle_id, good, 50), await ordered(house, cycle_id, good, 1)];
    const late = await ordered(house, cycle_id, good, 20);
    await callBackOrder(house.container, large.order_id);
    await pastClosing(house, cycle_id);
    await closeCycle(house.container, cycle_id);
    await expect(callBackOrder(house.container, late.order_id)).rejects.toThrow("everybody's price was counted");
    expect(await messages(house, "cancel-order", late.order_id)).toBe(0);
    // 21 packs of 500 g: two full cases.
    await settleCycleOrder(house.container, small.order_id);
    expect(await refunds(house, small.order_id)).toEqual([300]);
    expect(await settleCycleOrder(house.container, large.order_id)).toBe("settled before");
  });

  it("of calling back and promising at once the second sees the first", async () => {
    const given = await over();
    const { settling } = await house.knex.transaction(async (tx) => {
      await tx.raw("select 1 from sale where order_id = ? for update", [given.order_id]);
      // Both wait for the sale: who promises asks only then whether the order still stands.
      const settling = settleCycleOrder(house.container, given.order_id);
      await new Promise((after) => setTimeout(after, 200));
      value(await withdrawFromPacking(house.container, given.order_id));
      return { settling };
    });
    expect(await settling).toBe("left");
    expect(await refunds(house, given.order_id)).toEqual([]);
  });
});

describe("killed", () => {
  it.each(["cycle_closing", "cycle_before_finish", "cycle_finished"])(
    "at %s a cycle ends all the same, once",
    async (point) => {
      const { id: cycle_id, good } = await openCycle(house);
      const given = await ordered(house, cycle_id, good, 1);
      await pastClosing(house, cycle_id);
      dies.at = point;
      await expect(closeCycle(house.container, cycle_id)).rejects.toThrow("killed");
      await closeCycle(house.container, cycle_id);
      expect(await stateOf(cycle_id)).toBe("reached");
      expect(await messages(house, "cycle-order", given.order_id)).toBe(1);
    },
  );

  it.each(["cycle_refund_promised", "cycle_buyer_told"])(
    "at %s the difference goes back once and the order is let go once",
    async (point) => {
      const { id: cycle_id, good } = await openCycle(house);
      const given = await ordered(house, cycle_id, good, 20);
      await pastClosing(house, cycle_id);
      await closeCycle(house.container, cycle_id);
      dies.at = point;
      await expect(settleCycleOrder(house.container, given.order_id)).rejects.toThrow("killed");
      expect(await messages(house, "allocate", given.order_id)).toBe(0);
      expect(await settleCycleOrder(house.container, given.order_id)).toBe("let go");
      expect(await outcome(given.order_id)).toEqual({ refunds: [20 * 300], allocate: 1, cancel: 0, told: 1 });
    },
  );

  it.each(["cycle_goes_back_told", "cycle_cancel_sent"])(
    "at %s an order of a missed cycle is cancelled once and its buyer told once",
    async (point) => {
      const { id: cycle_id, good } = await openCycle(house, { minimum_kind: "grams", minimum: 100_000 });
      const given = await ordered(house, cycle_id, good, 1);
      await pastClosing(house, cycle_id);
      expect(await closeCycle(house.container, cycle_id)).toBe("missed");
      dies.at = point;
      await expect(settleCycleOrder(house.container, given.order_id)).rejects.toThrow("killed");
      // What was sent has run before anybody looks again.
      const sent = (await messages(house, "cancel-order", given.order_id)) === 1;
      if (sent) house.medusa.set(given.order_id, { status: "canceled", items: [] });
      expect(await settleCycleOrder(house.container, given.order_id)).toBe(sent ? "left" : "sent back");
      expect(await outcome(given.order_id)).toEqual({ refunds: [], allocate: 0, cancel: 1, told: 1 });
      expect(await broken()).toEqual([]);
    },
  );
});

describe("a running cycle", () => {
  it("is only kept open longer, never shorter, and never past the days it was announced to leave", async () => {
    const { id: cycle_id } = await openCycle(house);
    const change = {
      id: cycle_id,
      cooperative_id: house.cooperative_id,
      person: "m",
      tz: "Asia/Shanghai",
      now: new Date(),
    };
    expect(reasonOf(await house.cycles.changes.extend({ ...change, closes: local(12) }))).toBe("closes_earlier");
    expect(reasonOf(await house.cycles.changes.extend({ ...change, closes: local(24 * 20) }))).toBe(
      "ready_before_close",
    );
    value(await house.cycles.changes.extend({ ...change, closes: local(25) }));
    expect(
      reasonOf(await house.cycles.changes.extend({ ...change, cooperative_id: id("coop"), closes: local(26) })),
    ).toBe("cycle_not_found");
  });

  it("of goods with many cycles announced and over the one that is open counts, then the next, then the last", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    const edit = editing(house, [good]);
    const ready = local(24 * 40).slice(0, 10);
    const later: string[] = [];
    for (let day = 2; day < 24; day += 1) {
      const more = { opens: local(24 * day), closes: local(24 * day + 12), ready_from: ready, ready_to: ready };
      const draft = value(await house.cycles.drafts.create({ ...edit, content: content(good, more) }));
      value(await house.cycles.drafts.publish({ ...edit, ...draft, now: new Date() }));
      later.push(draft.id);
    }
    const now = async () => {
      const selling = (await house.cycles.views.sellingOf([good.product_id], new Date())).get(good.product_id);
      return selling && [selling.state, selling.state === "usual" ? null : selling.cycle.id];
    };
    expect(await now()).toEqual(["open", cycle_id]);
    await pastClosing(house, cycle_id);
    expect(await now()).toEqual(["soon", later[0]]);
    await house.db.query("update order_cycle set state = 'dropped' where id = any($1)", [later]);
    expect(await now()).toEqual(["closed", cycle_id]);
  });

  it("its goods are closed between cycles until somebody says otherwise", async () => {
    const { id: cycle_id, good } = await openCycle(house);
    const now = async () =>
      (await house.cycles.views.sellingOf([good.product_id, "prod_other"], new Date())).get(good.product_id)?.state;
    expect(await now()).toBe("open");
    await pastClosing(house, cycle_id);
    expect(await now()).toBe("closed");
    value(
      await house.cycles.changes.sellBetween({
        id: cycle_id,
        cooperative_id: house.cooperative_id,
        person: "m",
        sold_between: true,
      }),
    );
    expect(await now()).toBe("usual");
  });
});

describe("households whose goods a cycle takes", () => {
  let card = 1000;
  /** A household with a lot of 10 kg in a pool of its own; `gone`: all of it has left. */
  async function growing(pool_id: string, name: string, gone = false): Promise<string> {
    const household = id("household");
    await house.db.query(
      `insert into household (id, cooperative_id, village_id, name, card_number, phone_sealed, phone_last4)
       values ($1, $2, 'village_1', $3, $4, 'sealed', '0000')`,
      [household, house.cooperative_id, name, `CY${++card}`],
    );
    await house.db.query(
      `insert into pool (id, cooperative_id, origin_kind, origin_id, produce, grade, unit, blendable, inventory_item_id, location_id, on_hand)
       values ($1, $2, 'village', 'village_1', $1, 'a', 'g', true, $1, 'loc_1', 10000) on conflict do nothing`,
      [pool_id, house.cooperative_id],
    );
    await house.db.query(
      `insert into lot (id, number, pool_id, cooperative_id, household_id, harvested_on, units, sellable_units, wasted, grade, weigher_id, idempotency_key, input_hash)
       values ($1, $1, $2, $3, $4, '2026-10-01', 10000, 10000, $5, 'a', 'm_1', $1, 'x')`,
      [id("lot"), pool_id, house.cooperative_id, household, gone ? 10_000 : 0],
    );
    return household;
  }
  const texts = async (household: string) => {
    const { rows } = await house.db.query<{ text: string }>(
      "select text from notice where household_id = $1 order by created_at, id",
      [household],
    );
    return rows.map((one) => one.text);
  };

  it("are told once that it has opened, reached its minimum and ended, whoever dies or looks twice; others are not", async () => {
    const pool_id = id("pool");
    const good = { ...goods(house), pool_id };
    const edit = editing(house, [good]);
    const more = { minimum_kind: "orders" as const, minimum: 1 };
    const draft = value(await house.cycles.drafts.create({ ...edit, content: content(good, more) }));
    const grower = await growing(pool_id, "王");
    const sold_out = await growing(pool_id, "李", true);
    const elsewhere = await growing(id("pool"), "赵");
    await tellHouseholds(house.container);
    expect(await texts(grower)).toEqual([]);
    value(await house.cycles.drafts.publish({ ...edit, ...draft, now: new Date() }));
    await Promise.all([tellHouseholds(house.container), tellHouseholds(house.container)]);
    expect(await texts(grower)).toEqual([expect.stringContaining("已开放")]);
    // Told, but dead before that was noted: told no second time.
    await house.db.query("delete from cycle_told where cycle_id = $1", [draft.id]);
    await tellHouseholds(house.container);
    expect(await texts(grower)).toHaveLength(1);
    await ordered(house, draft.id, good, 2);
    await tellHouseholds(house.container);
    await tellHouseholds(house.container);
    expect((await texts(grower)).slice(1)).toEqual([expect.stringContaining("已达到发货的最低数量")]);
    await pastClosing(house, draft.id);
    expect(await closeCycle(house.container, draft.id)).toBe("reached");
    await tellHouseholds(house.container);
    await tellHouseholds(house.container);
    expect((await texts(grower)).slice(2)).toEqual([expect.stringContaining("已截止，订单有效")]);
    expect([await texts(sold_out), await texts(elsewhere)]).toEqual([[], []]);
  });

  it("are told when it missed its minimum or was called off; of what was called off before it opened nobody hears", async () => {
    const begin = async (more: Partial<CycleInput>) => {
      const pool_id = id("pool");
      const good = { ...goods(house), pool_id };
      const edit = editing(house, [good]);
      const draft = value(await house.cycles.drafts.create({ ...edit, content: content(good, more) }));
      value(await house.cycles.drafts.publish({ ...edit, ...draft, now: new Date() }));
      return { id: draft.id, grower: await growing(pool_id, "孙") };
    };
    const callOff = async (cycle_id: string) => {
      const given = { id: cycle_id, cooperative_id: house.cooperative_id, words: "霜冻", person: "m" };
      value(await house.cycles.closing.callOff(given));
      return closeCycle(house.container, cycle_id);
    };
    const missed = await begin({ minimum_kind: "orders", minimum: 5 });
    const called_off = await begin({});
    const never_open = await begin({ opens: local(1) });
    await pastClosing(house, missed.id);
    expect(await closeCycle(house.container, missed.id)).toBe("missed");
    expect([await callOff(called_off.id), await callOff(never_open.id)]).toEqual(["called_off", "called_off"]);
    for (let look = 0; look < 2; look += 1) await tellHouseholds(house.container);
    expect(await Promise.all([missed, called_off, never_open].map(({ grower }) => texts(grower)))).toEqual([
      [expect.stringContaining("已截止，未达到最低数量，这次不发货，货还是您家的")],
      [expect.stringContaining("已取消，这次不发货，货还是您家的")],
      [],
    ]);
  });
});
