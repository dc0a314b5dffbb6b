import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { newId } from "../../src/lib/ids";
import { previewShort } from "../../src/workflows/pool/short/preview";
import { runShort } from "../../src/workflows/pool/short/run";
import { shortHouse, value, type ShortHouse } from "./short-house";
import { broken, picture } from "./short-picture";

/** Packs that another grade fills, with their buyer's consent: 20.00 a pack was paid, the other grade costs 15.00. */
const dies = vi.hoisted(() => ({ at: "" }));
vi.mock("../../src/lib/kill-point", () => ({
  killPoint: (name: string) => {
    if (name !== dies.at) return;
    dies.at = "";
    throw new Error(`killed at ${name}`);
  },
}));

let house: ShortHouse;
let second: string;
beforeAll(async () => {
  house = await shortHouse();
  second = await house.otherGrade();
});
afterAll(() => house?.close());
afterEach(() => {
  dies.at = "";
});

async function freeOf(pool_id: string): Promise<number> {
  const { rows } = await house.db.query<{ free: string }>("select on_hand - held as free from pool where id = $1", [
    pool_id,
  ]);
  return Number(rows[0]?.free);
}

/** Of the other grade exactly so much is on sale: the rest is put aside as by another cart. */
async function otherOnSale(units: number): Promise<void> {
  const free = await freeOf(second);
  if (free < units) await house.lot(units - free, undefined, second);
  if (free > units) {
    const cart_id = newId("cart");
    value(await house.pools.holdForCart({ cart_id, run_id: "run", lines: [{ pool_id: second, units: free - units }] }));
  }
}

/** An order of so many packs whose lot is all there is, and an entry that loses some of it. */
async function short(packs: number, lost: number) {
  await house.pools.expiry.keepFromSale();
  const free = await freeOf(house.pool_id);
  if (free > 0) await house.order([{ packs: 1, pack_units: free }]);
  const lot = await house.lot(packs * 1000);
  const { order_id } = await house.order([{ packs }]);
  const before = await picture(house);
  const entered = await house.enter({ lot_id: lot, units: lost });
  return { lot, order_id, entered, before };
}

const question = async (short_id: string) => (await house.pools.shorts.questions.ofShort(short_id))[0]!;
const say = async (short_id: string, answer: "accept" | "decline") => {
  const { token } = await question(short_id);
  const said = await house.pools.shorts.questions.answer({ token, answer });
  if (said.ok) await runShort(house.container, short_id);
  return said;
};
const byId = async (short_id: string) => (await house.pools.shorts.byId(short_id))!;
const refund = async (order_id: string) =>
  (await house.settlement.shorts.refundsOf(order_id)).reduce((sum, one) => sum + one.amount_minor, 0);
/** Of it: for goods, freight left out. */
const goods = async (order_id: string) => {
  const { rows } = await house.db.query<{ minor: string }>(
    "select sum(l.goods_minor) as minor from short_line l join short s on s.id = l.short_id where l.order_id = $1 and s.state in ('applied', 'closed')",
    [order_id],
  );
  return Number(rows[0]?.minor);
};
const given = async (order_id: string) => {
  const units = { first: 0, second: 0 };
  for (const one of await house.pools.allocationsOfOrder(order_id)) {
    units[one.pool_id === second ? "second" : "first"] += one.units;
  }
  return units;
};
const packed = async (order_id: string, pool_id: string) =>
  (await house.parcels.parcelsOfOrder(order_id))
    .filter((parcel) => parcel.state !== "void")
    .flatMap((parcel) => parcel.contents)
    .filter((content) => content.pool_id === pool_id)
    .reduce((sum, content) => sum + content.units, 0);

describe("a buyer who is asked about another grade", () => {
  it("reads what fell short, both prices and what goes back; the goods are held meanwhile, and nothing is changed", async () => {
    await otherOnSale(3000);
    const { entered, order_id } = await short(4, 2000);
    expect(entered).toMatchObject({ state: "waiting_for_buyer" });
    expect(entered.view?.buyers).toMatchObject([
      {
        packs_short: 2,
        offer: { packs: 2, from_grade: "1", grade: "2", from_minor: 2000, to_minor: 1500, back_minor: 1000 },
      },
    ]);
    expect(await freeOf(second)).toBe(1000);
    expect(await given(order_id)).toEqual({ first: 4000, second: 0 });
    await runShort(house.container, entered.id);
    const { rows } = await house.db.query<{ text: string }>("select text from buyer_notice where order_id = $1", [
      order_id,
    ]);
    expect(rows[0]?.text).toContain((await question(entered.id)).token);
    expect(rows[0]?.text).toContain("未答复则退款");
    expect(
      await house.pools.shorts.begin({ short_id: entered.id, person: "m", plan_hash: entered.plan_hash! }),
    ).toMatchObject({ ok: false, refusal: { reason: "ask_first" } });
    expect(await broken(house)).toEqual([]);
    value(await house.pools.shorts.drop({ short_id: entered.id, person: "m" }));
    expect(await freeOf(second)).toBe(3000);
    expect(await broken(house)).toEqual([]);
  });

  it("is asked where the buyer chose that, whatever the pool says; who chose money or nothing is refunded by the same entry", async () => {
    const policy = (name: "substitute" | "other_grade") =>
      house.pools.shorts.policies.set({
        policy: name,
        wait_days: 14,
        pool_id: house.pool_id,
        cooperative_id: house.cooperative_id,
        reason: `the test says ${name}`,
        person: "member_manager",
      });
    value(await policy("substitute"));
    await otherOnSale(3000);
    const free = await freeOf(house.pool_id);
    if (free > 0) await house.order([{ packs: 1, pack_units: free }]);
    const lot = await house.lot(3000);
    const made: string[] = [];
    for (const choice of ["substitute", "refund", null] as const) {
      const { order_id } = await house.order([{ packs: 1 }]);
      value(await house.pools.shorts.choices.setForOrder({ order_id, choice, packed: false }));
      made.push(order_id);
    }
    const entered = await house.enter({ lot_id: lot, units: 3000 });
    expect((await house.pools.shorts.questions.ofShort(entered.id)).map((one) => one.order_id)).toEqual([made[0]]);
    await runShort(house.container, entered.id);
    const { rows } = await house.db.query<{ text: string }>("select text from buyer_notice where order_id = $1", [
      made[0],
    ]);
    expect(rows[0]?.text).toContain("按您的选择");
    // Asked about: it is answered there, and not chosen anew.
    const otherwise = { order_id: made[0] ?? "", choice: "refund" as const, packed: false };
    expect(await house.pools.shorts.choices.setForOrder(otherwise)).toMatchObject({
      refusal: { reason: "goods_missing" },
    });
    value(await house.pools.shorts.drop({ short_id: entered.id, person: "m" }));
    expect(await broken(house)).toEqual([]);
    value(await policy("other_grade"));
  });

  it.each([
    "",
    "short_parcels_withdrawn",
    "short_applied",
    "short_refund_promised",
    "short_planned_anew",
    "short_buyers_told",
  ])(
    "says yes: the packs hold the other grade, the difference goes back, its households read why (killed at %s)",
    async (point) => {
      await otherOnSale(2000);
      const { entered, order_id } = await short(4, 2000);
      expect(value(await say(entered.id, "accept"))).toMatchObject({ answer: "accept" });
      const agreed = await byId(entered.id);
      expect(agreed).toMatchObject({ state: "previewed" });
      expect(await freeOf(second)).toBe(0);
      if (point) {
        dies.at = point;
        await expect(house.apply(agreed)).rejects.toThrow("killed");
      }
      expect(point ? await runShort(house.container, agreed.id) : await house.apply(agreed)).toMatchObject({
        state: "applied",
      });
      expect(await given(order_id)).toEqual({ first: 2000, second: 2000 });
      expect(await freeOf(second)).toBe(0);
      expect([await packed(order_id, house.pool_id), await packed(order_id, second)]).toEqual([2000, 2000]);
      // 2 of 4 packs of 80.00, a quarter of their price.
      expect(await refund(order_id)).toBe(1000);
      const other = (await house.pools.allocationsOfOrder(order_id)).find((one) => one.pool_id === second);
      expect(other?.why.zh).toContain("另一等级");
      expect(await broken(house)).toEqual([]);
    },
  );

  it.each(["accept", "decline"] as const)("answers %s once, and is told so the second time", async (answer) => {
    await otherOnSale(1000);
    const { entered } = await short(2, 1000);
    value(await say(entered.id, answer));
    const { token } = await question(entered.id);
    const again = await house.pools.shorts.questions.answer({
      token,
      answer: answer === "accept" ? "decline" : "accept",
    });
    expect(again).toMatchObject({ ok: false, refusal: { reason: "answered" } });
    value(await house.pools.shorts.drop({ short_id: entered.id, person: "m" }));
    expect(await freeOf(second)).toBe(1000);
    expect(await broken(house)).toEqual([]);
  });

  it("says no: the packs are refunded whole, and the other grade is on sale again at once", async () => {
    await otherOnSale(2000);
    const { entered, order_id } = await short(4, 1000);
    value(await say(entered.id, "decline"));
    expect(await freeOf(second)).toBe(2000);
    const declined = await byId(entered.id);
    expect(declined).toMatchObject({ state: "previewed", problem: null });
    expect(await house.apply(declined)).toMatchObject({ state: "applied" });
    expect(await given(order_id)).toEqual({ first: 3000, second: 0 });
    expect(await refund(order_id)).toBeGreaterThanOrEqual(2000);
    expect(await broken(house)).toEqual([]);
  });

  it("says nothing until the time is over: that is a no, never a yes", async () => {
    await otherOnSale(2000);
    const { entered, order_id } = await short(3, 1000);
    await house.db.query("update short_question set due_at = now() - interval '1 second' where short_id = $1", [
      entered.id,
    ]);
    expect(await runShort(house.container, entered.id)).toMatchObject({ state: "previewed" });
    expect(await question(entered.id)).toMatchObject({ answer: "decline", by_default: true });
    expect(await freeOf(second)).toBe(2000);
    await house.apply(await byId(entered.id));
    expect(await given(order_id)).toEqual({ first: 2000, second: 0 });
    expect(await broken(house)).toEqual([]);
  });

  it("is not asked any more when the policy is changed: what was held is on sale again at once", async () => {
    await otherOnSale(2000);
    const { entered } = await short(3, 1000);
    expect(await freeOf(second)).toBe(1000);
    value(await house.pools.shorts.choosePolicy({ short_id: entered.id, policy: "refund" }));
    expect(value(await previewShort(house.container, entered.id))).toMatchObject({ state: "previewed" });
    expect(await house.pools.shorts.questions.ofShort(entered.id)).toEqual([]);
    expect(await freeOf(second)).toBe(2000);
    value(await house.pools.shorts.drop({ short_id: entered.id, person: "m" }));
    expect(await broken(house)).toEqual([]);
  });

  it("says yes after the goods were given up: it is told so, and refunded", async () => {
    await otherOnSale(1000);
    const { entered } = await short(2, 1000);
    await house.db.query("update hold set expires_at = now() - interval '1 second' where owner_id like $1", [
      `${entered.id}:%`,
    ]);
    await house.pools.releaseExpired();
    const late = await say(entered.id, "accept");
    expect(late).toMatchObject({ ok: false, refusal: { reason: "answered" } });
    expect(await broken(house)).toEqual([]);
    value(await house.pools.shorts.drop({ short_id: entered.id, person: "m" }));
  });

  it("is not asked when the other grade has too little, or costs nothing that is known", async () => {
    await otherOnSale(1000);
    const { entered } = await short(3, 2000);
    expect(entered).toMatchObject({ state: "previewed" });
    expect(entered.plan?.lines).toMatchObject([{ packs: 2, offer: null }]);
    value(await house.pools.shorts.drop({ short_id: entered.id, person: "m" }));
  });
});

describe("the last pack of the other grade", () => {
  it("is offered to one of two shorts, however they race", async () => {
    await otherOnSale(1000);
    const free = await freeOf(house.pool_id);
    if (free > 0) await house.order([{ packs: 1, pack_units: free }]);
    const lots = [await house.lot(2000), await house.lot(2000)];
    await house.order([{ packs: 2 }]);
    await house.order([{ packs: 2 }]);
    const entered = await Promise.all(lots.map((lot_id) => house.enter({ lot_id, units: 1000 })));
    expect(entered.map((one) => one.state).sort()).toEqual(["previewed", "waiting_for_buyer"]);
    expect(await freeOf(second)).toBe(0);
    expect(await broken(house)).toEqual([]);
    for (const one of entered) value(await house.pools.shorts.drop({ short_id: one.id, person: "m" }));
  });

  it("is not sold to a cart while a buyer is asked, and is once that one has said no", async () => {
    await otherOnSale(1000);
    const { entered } = await short(2, 1000);
    const cart = () =>
      house.pools.holdForCart({ cart_id: "cart_last", run_id: "run", lines: [{ pool_id: second, units: 1000 }] });
    expect((await cart()).ok).toBe(false);
    value(await say(entered.id, "decline"));
    expect((await cart()).ok).toBe(true);
    expect(await broken(house)).toEqual([]);
  });
});

describe("afterwards", () => {
  it("it is undone until goods leave: every row is as it was, and the other grade is on sale again", async () => {
    await otherOnSale(2000);
    const { entered, before } = await short(4, 1500);
    value(await say(entered.id, "accept"));
    const applied = await house.apply(await byId(entered.id));
    expect(await house.undo(applied)).toMatchObject({ state: "undone" });
    expect(await picture(house)).toEqual(before);
    expect(await freeOf(second)).toBe(2000);
    expect(await broken(house)).toEqual([]);
  });

  it("a second short of the same line counts each pack once, and the sale is divided among both grades", async () => {
    await otherOnSale(2000);
    const { entered, order_id, lot } = await short(4, 1000);
    value(await say(entered.id, "accept"));
    await house.apply(await byId(entered.id));
    expect(await goods(order_id)).toBe(500);
    await otherOnSale(0);
    // A pack of the first grade, then the one of the second.
    await house.apply(await house.enter({ lot_id: lot, units: 1000, policy: "refund" }));
    expect(await given(order_id)).toEqual({ first: 2000, second: 1000 });
    expect(await goods(order_id)).toBe(2500);
    expect(await broken(house)).toEqual([]);
    const [other] = (await house.pools.allocationsOfOrder(order_id)).filter((one) => one.pool_id === second);
    await house.apply(await house.enter({ lot_id: other!.lot_id, units: other!.units, order_id, policy: "refund" }));
    expect(await given(order_id)).toEqual({ first: 2000, second: 0 });
    expect(await goods(order_id)).toBe(4000);
    expect(await broken(house)).toEqual([]);
    value(
      await house.settlement.postSale({
        order_id,
        allocations: await house.pools.allocationsOfOrder(order_id),
        freight: await house.parcels.freightOfOrder(order_id),
      }),
    );
    expect(await broken(house)).toEqual([]);
  });

  it.each(["a second short", "a lost parcel"])(
    "a yes that the manager answered with a refund is not paid a second time by %s",
    async (later) => {
      await otherOnSale(2000);
      await house.pools.expiry.keepFromSale();
      const free = await freeOf(house.pool_id);
      if (free > 0) await house.order([{ packs: 1, pack_units: free }]);
      await house.lot(20_000);
      await house.lot(20_000);
      const { order_id, lines } = await house.order([{ packs: 20 }, { packs: 20 }]);
      const lotOf = async (line: string | undefined) =>
        (await house.pools.allocationsOfOrder(order_id)).find((one) => one.order_line_id === line)!.lot_id;
      const entered = await house.enter({ lot_id: await lotOf(lines[0]), units: 2000, order_id });
      value(await say(entered.id, "accept"));
      value(await house.pools.shorts.choosePolicy({ short_id: entered.id, policy: "refund" }));
      await house.apply(value(await previewShort(house.container, entered.id)));
      expect(await given(order_id)).toEqual({ first: 38_000, second: 0 });
      expect(await goods(order_id)).toBe(4000);
      if (later === "a second short") {
        await house.apply(
          await house.enter({ lot_id: await lotOf(lines[1]), units: 1000, order_id, policy: "refund" }),
        );
        expect(await goods(order_id)).toBe(6000);
      } else {
        await house.label(order_id);
        await house.ship(await house.handOver(order_id));
        const sent = (await house.parcels.parcelsOfOrder(order_id)).filter((one) => one.state !== "void");
        const packsOf = (parcel: (typeof sent)[number]) =>
          parcel.contents.reduce((sum, one) => sum + one.units, 0) / 1000;
        const [gone] = sent.sort((a, b) => packsOf(a) - packsOf(b));
        const packs = packsOf(gone!);
        expect(packs).toBeLessThan(17);
        await house.apply(await house.enter({ kind: "parcel_lost", parcel_id: gone!.id }));
        expect(await goods(order_id)).toBe(4000 + packs * 2000);
      }
      expect(await broken(house)).toEqual([]);
    },
  );

  it("goods leave, are delivered and divided: households of both grades are paid from what is left", async () => {
    await otherOnSale(2000);
    const { entered, order_id } = await short(4, 2000);
    value(await say(entered.id, "accept"));
    await house.apply(await byId(entered.id));
    await house.label(order_id);
    await house.ship(await house.handOver(order_id));
    expect(await runShort(house.container, entered.id)).toMatchObject({ state: "closed" });
    expect(await house.pools.shorts.beginUndo({ short_id: entered.id, person: "m" })).toMatchObject({ ok: false });
    value(
      await house.settlement.postSale({
        order_id,
        allocations: await house.pools.allocationsOfOrder(order_id),
        freight: await house.parcels.freightOfOrder(order_id),
      }),
    );
    expect(await broken(house)).toEqual([]);
  });
});

it("an order whose goods went past their day before it was allocated: its buyer is asked, and the house goes on by itself", async () => {
  await otherOnSale(1000);
  const free = await freeOf(house.pool_id);
  if (free > 0) await house.order([{ packs: 1, pack_units: free }]);
  const lot = await house.lot(2000);
  const { order_id } = await house.sell([{ packs: 2 }]);
  await house.db.query("update lot set best_before = (now() - interval '2 days')::date where id = $1", [lot]);
  await house.lot(1000);
  await house.allocate(order_id);
  const { rows } = await house.db.query<{ id: string }>("select id from short where order_id = $1", [order_id]);
  const short_id = rows[0]!.id;
  expect(await runShort(house.container, short_id)).toMatchObject({ kind: "not_enough", state: "waiting_for_buyer" });
  value(await say(short_id, "accept"));
  expect(await byId(short_id)).toMatchObject({ state: "closed", decided_by: "system" });
  expect(await given(order_id)).toEqual({ first: 1000, second: 1000 });
  expect(await packed(order_id, second)).toBe(1000);
  expect(await goods(order_id)).toBe(500);
  expect(await broken(house)).toEqual([]);
});

describe("when the pool of the other grade is closed", () => {
  const set = async (status: "open" | "closed") =>
    value(
      await house.pools.opening.set({
        pool_id: second,
        cooperative_id: house.cooperative_id,
        status,
        reason: "end of the season",
        person: "member_manager",
      }),
    );
  afterEach(() => set("open"));

  it("a short is decided without it: nobody is asked, the packs are refunded", async () => {
    await otherOnSale(2000);
    await set("closed");
    const { entered, order_id } = await short(3, 1000);
    expect(entered).toMatchObject({ state: "previewed" });
    expect(entered.plan?.lines).toMatchObject([{ packs: 1, offer: null }]);
    expect(entered.view?.options?.map((one) => one.policy)).not.toContain("other_grade");
    expect(await house.apply(entered)).toMatchObject({ state: "applied" });
    expect(await goods(order_id)).toBe(2000);
    expect(await broken(house)).toEqual([]);
  });

  it("an order that can't be filled is refunded by the house itself", async () => {
    await otherOnSale(1000);
    const free = await freeOf(house.pool_id);
    if (free > 0) await house.order([{ packs: 1, pack_units: free }]);
    const lot = await house.lot(1000);
    const { order_id } = await house.sell([{ packs: 1 }]);
    await house.db.query("update lot set best_before = (now() - interval '2 days')::date where id = $1", [lot]);
    await house.allocate(order_id);
    await set("closed");
    const { rows } = await house.db.query<{ id: string }>("select id from short where order_id = $1", [order_id]);
    expect(await runShort(house.container, rows[0]!.id)).toMatchObject({ kind: "not_enough", state: "closed" });
    expect(await goods(order_id)).toBe(2000);
    expect(await broken(house)).toEqual([]);
  });

  it("an open question is withdrawn when it is looked at again; a yes from before is kept", async () => {
    await otherOnSale(2000);
    const asked = await short(3, 1000);
    await set("closed");
    expect(value(await previewShort(house.container, asked.entered.id))).toMatchObject({ state: "previewed" });
    expect(await house.pools.shorts.questions.ofShort(asked.entered.id)).toEqual([]);
    expect(await freeOf(second)).toBe(2000);
    value(await house.pools.shorts.drop({ short_id: asked.entered.id, person: "m" }));
    await set("open");
    const agreed = await short(3, 1000);
    value(await say(agreed.entered.id, "accept"));
    await set("closed");
    await house.apply(value(await previewShort(house.container, agreed.entered.id)));
    expect(await given(agreed.order_id)).toEqual({ first: 2000, second: 1000 });
    expect(await goods(agreed.order_id)).toBe(500);
    expect(await broken(house)).toEqual([]);
  });
});

it("S6: without the buyer's consent a pack of another grade is a violation", async () => {
  await otherOnSale(1000);
  const { entered } = await short(2, 1000);
  value(await say(entered.id, "accept"));
  await house.apply(await byId(entered.id));
  expect(await broken(house)).toEqual([]);
  await expect(house.db.query("delete from short_consent where short_id = $1", [entered.id])).rejects.toThrow();
  await house.db.query("begin; alter table short_consent disable trigger user");
  await house.db.query("delete from short_consent where short_id = $1", [entered.id]);
  await house.db.query("alter table short_consent enable trigger user; commit");
  expect(await broken(house)).toEqual(["S6: 1"]);
});

it("a pool of another produce or packing can't be named, nor the policy without a pool", async () => {
  const set = (other_pool_id: string | null) =>
    house.pools.shorts.policies.set({
      policy: "other_grade",
      wait_days: 14,
      other_pool_id,
      pool_id: house.pool_id,
      cooperative_id: house.cooperative_id,
      reason: "no",
      person: "m",
    });
  for (const wrong of [null, "pool_nowhere", house.pool_id]) {
    expect(await set(wrong)).toMatchObject({
      ok: false,
      refusal: { reason: "other_pool_unfit", field: "other_pool_id" },
    });
  }
});

it("two yeses at two prices: when a pack is lost later, the other keeps the price it was agreed to at", async () => {
  const own = await shortHouse();
  try {
    const other = await own.otherGrade(15);
    const lot = await own.lot(4000);
    const { order_id } = await own.order([{ packs: 4 }]);
    const back = async () => {
      const { rows } = await own.db.query<{ minor: string }>(
        "select sum(l.goods_minor) as minor from short_line l join short s on s.id = l.short_id where s.state in ('applied', 'closed')",
      );
      return Number(rows[0]?.minor);
    };
    const yes = async () => {
      const entered = await own.enter({ lot_id: lot, units: 1000 });
      const [asked] = await own.pools.shorts.questions.ofShort(entered.id);
      value(await own.pools.shorts.questions.answer({ token: asked?.token ?? "", answer: "accept" }));
      await runShort(own.container, entered.id);
      await own.apply((await own.pools.shorts.byId(entered.id))!);
    };
    const dear = await own.lot(1000, undefined, other);
    await yes();
    expect(await back()).toBe(500);
    // The other grade costs 12.00 from now on, and another pack falls short.
    own.reprice(other, 12);
    const cheap = await own.lot(1000, undefined, other);
    await yes();
    expect(await back()).toBe(500 + 800);
    // The pack that was agreed to at 15.00 spoils: its whole price is back, and the other's 8.00 stay back.
    await own.apply(await own.enter({ lot_id: dear, units: 1000, order_id, policy: "refund" }));
    expect(await back()).toBe(2000 + 800);
    await own.apply(await own.enter({ lot_id: cheap, units: 1000, order_id, policy: "refund" }));
    expect(await back()).toBe(4000);
    expect(await broken(own)).toEqual([]);
  } finally {
    await own.close();
  }
});
