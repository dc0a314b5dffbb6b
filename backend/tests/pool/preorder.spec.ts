import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { handle as preorderMail } from "../../../workers/src/jobs/preorder-mail/handler";
import { isPreorderKey } from "../../src/lib/preorder-link";
import type { PoolRow } from "../../src/modules/pool/types";
import {
  broken,
  day,
  givenLot,
  givenPool,
  newId,
  newKey,
  poolHouse,
  reasonOf,
  TODAY,
  value,
  type PoolHouse,
} from "./support";

// Pre-orders on a bare database: the queue, the goods that are kept for it, and the hand-over to a cart.

const sent = vi.hoisted((): { id: string; to: string; text: string; subject: string }[] => []);
vi.mock("../../../workers/src/mail", () => ({
  sendMail: (mail: { id: string; to: string; text: string; subject: string }) => {
    sent.push(mail);
    return Promise.resolve();
  },
}));

let house: PoolHouse;
let pool: PoolRow;
beforeAll(async () => {
  house = await poolHouse(20);
});
afterAll(() => house?.close());
beforeEach(async () => {
  sent.length = 0;
  await house.db.query(`delete from outbox_message`);
  pool = await givenPool(house);
  await expecting(10_000);
});
afterEach(async () => {
  expect(await broken(house)).toEqual([]);
});

const household_id = newId("hh");
async function expecting(units: number): Promise<void> {
  value(
    await house.pools.forecasts.declare({
      cooperative_id: pool.cooperative_id,
      household_id,
      village_id: pool.origin_id,
      pool_id: pool.id,
      units,
      ready_from: TODAY,
      ready_to: day(5),
      note: null,
      person: household_id,
      idempotency_key: newKey(),
      today: TODAY,
    }),
  );
}
const packs = (count: number) => ({
  cooperative_id: pool.cooperative_id,
  pool_id: pool.id,
  product_id: `prod_of_${pool.id}`,
  variant_id: "variant_kilo",
  units_per_pack: 1_000,
  packs: count,
});
const place = (email: string, count: number) => house.pools.preorders.place(email, packs(count), "zh");
const placed = async (email: string, count: number) => value(await place(email, count)).id;
const state = async (id: string) => {
  const found = await house.pools.preorders.byId(id);
  return found && `${found.state} ${found.packs_kept}/${found.packs}`;
};
const asCart = (cart_id: string, units: number, soft = false) =>
  house.pools.holdForCart({ cart_id, run_id: newKey(), lines: [{ pool_id: pool.id, units }], soft });
const counters = async () => {
  const { rows } = await house.db.query<{ on_hand: number; held: number }>(
    `select on_hand::int, held::int from pool where id = $1`,
    [pool.id],
  );
  return rows[0];
};
/** Kept longer than there was time to pay. */
const timePasses = (id: string) =>
  house.db.query(`update preorder set kept_until = now() - interval '1 minute' where id = $1`, [id]);

const NAMED = {
  product: { handle: "x", name: { zh: "某村核桃", en: "Walnuts of X" } },
  pack: { zh: "1 公斤", en: "1 kg" },
  inventory_item_id: "iitem",
  units_per_pack: 1_000,
  published: true,
};
/** Runs the mails that wait, as a worker does. */
async function mails(): Promise<string[]> {
  const container = {
    resolve: (name: string) => (name === "pool" ? house.pools : { run: () => Promise.resolve({ result: NAMED }) }),
  };
  const { rows } = await house.db.query<{ id: string; payload: never }>(
    `select id, payload from outbox_message where job = 'preorder-mail' and done_at is null order by created_at, id`,
  );
  for (const { id, payload } of rows)
    await preorderMail({ container, message_id: id, payload, log: { info: () => undefined } } as never);
  await house.db.query(`update outbox_message set done_at = now() where job = 'preorder-mail'`);
  return sent
    .splice(0)
    .map((mail) => `${mail.to} ${mail.subject}`)
    .sort();
}

test("of the last pack that is expected only one of twenty is promised, and of so few households nobody is told how much is free", async () => {
  await placed("first@x.example", 9);
  const answers = await Promise.all(Array.from({ length: 20 }, (_, at) => place(`b${at}@x.example`, 1)));
  expect(answers.filter((one) => one.ok)).toHaveLength(1);
  expect(new Set(answers.map(reasonOf))).toEqual(new Set([null, "preorders_full"]));
  expect(JSON.stringify(answers.filter((one) => !one.ok))).not.toMatch(/\d/);
});

test("whoever waits has what is weighed in, in turn, before carts that ask at the same moment", async () => {
  const [first, second] = [await placed("a@x.example", 2), await placed("b@x.example", 3)];
  expect([await house.pools.preorders.before(first), await house.pools.preorders.before(second)]).toEqual([0, 2_000]);
  const [, ...carts] = await Promise.all([
    givenLot(house, pool, 4_000, { household_id }),
    ...Array.from({ length: 24 }, () => asCart(newId("cart"), 1_000)),
  ]);
  expect(carts.filter((one) => one.ok)).toEqual([]);
  await house.pools.preorders.serveAll();
  expect([await state(first), await state(second)]).toEqual(["kept 2/2", "waiting 2/3"]);
  const queue = await house.pools.preorders.ofPools([pool.id]);
  expect(queue.get(pool.id)).toEqual({ buyers: 2, units: 5_000, kept_units: 4_000 });
  await givenLot(house, pool, 3_000, { household_id });
  expect(await state(second)).toBe("kept 3/3");
  // What nobody waits for is for sale.
  expect((await asCart(newId("cart"), 2_000)).ok).toBe(true);
  expect(reasonOf(await asCart(newId("cart"), 1))).toBe("insufficient_stock");
  expect(await mails()).toEqual(["a@x.example 到货了：某村核桃", "b@x.example 到货了：某村核桃"]);
});

test("goods that a cart gives back go to the queue when the next cart asks, alone or in a group", async () => {
  await givenLot(house, pool, 2_000, { household_id });
  const holder = newId("cart");
  value(await asCart(holder, 2_000, true));
  const waits = await placed("a@x.example", 1);
  await house.db.query(`update hold set expires_at = now() - interval '1 minute' where owner_id = $1`, [holder]);
  const carts = await Promise.all(Array.from({ length: 6 }, () => asCart(newId("cart"), 1_000)));
  expect(carts.filter((one) => one.ok)).toHaveLength(1);
  expect(await state(waits)).toBe("kept 1/1");
});

test("what is kept changes hands with its cart in one moment, once however often it is pressed, and ends when it is kept no longer", async () => {
  const id = await placed("a@x.example", 2);
  await givenLot(house, pool, 2_000, { household_id });
  const carts = Array.from({ length: 5 }, () => newId("cart"));
  const racing = Promise.all(Array.from({ length: 10 }, () => asCart(newId("cart"), 1_000)));
  const given = await Promise.all(carts.map((cart_id) => house.pools.preorders.toBasket(id, cart_id)));
  expect((await racing).filter((one) => one.ok)).toEqual([]);
  const [cart_id] = new Set(given.map((one) => value(one).cart_id));
  expect(new Set(given.map((one) => value(one).cart_id)).size).toBe(1);
  expect(await counters()).toEqual({ on_hand: 2_000, held: 2_000 });
  const held = async () =>
    (
      await house.db.query<{ same: boolean }>(
        `select abs(extract(epoch from h.expires_at - q.kept_until)) < 1 as same from hold h join preorder q on q.cart_id = h.owner_id where q.id = $1`,
        [id],
      )
    ).rows[0]?.same;
  expect(await held()).toBe(true);
  // Paying begins: fifteen minutes are no more than three days.
  value(await asCart(cart_id ?? "", 2_000, true));
  expect(await held()).toBe(true);
  const lines = [{ pool_id: pool.id, units: 2_000 }];
  value(await asCart(cart_id ?? "", 2_000));
  value(await house.pools.confirmHold({ cart_id: cart_id ?? "", order_id: newId("order"), lines }));
  expect(await state(id)).toBe("ordered 2/2");
  expect(reasonOf(await house.pools.preorders.withdraw(id))).toBe("preorder_ordered");
});

test("who does not pay in time is told once, and the next has the goods before any cart", async () => {
  const [first, second] = [await placed("a@x.example", 2), await placed("b@x.example", 2)];
  await givenLot(house, pool, 2_000, { household_id });
  await mails();
  await timePasses(first);
  expect(reasonOf(await asCart(newId("cart"), 1_000))).toBe("insufficient_stock");
  expect(reasonOf(await house.pools.preorders.toBasket(first, newId("cart")))).toBe("preorder_over");
  await house.pools.preorders.serveAll();
  expect([await state(first), await state(second)]).toEqual(["lapsed 0/2", "kept 2/2"]);
  expect(await mails()).toEqual(["a@x.example 预订已结束：某村核桃", "b@x.example 到货了：某村核桃"]);
});

test("a basket whose checkout died goes back to its place; one whose time is over lapses", async () => {
  const [id, later] = [await placed("a@x.example", 2), await placed("b@x.example", 1)];
  await givenLot(house, pool, 2_000, { household_id });
  const cart_id = newId("cart");
  value(await house.pools.preorders.toBasket(id, cart_id));
  await house.pools.releaseHold({ cart_id, reason: "completion did not end in an order" });
  await house.pools.preorders.serveAll();
  expect([await state(id), await state(later)]).toEqual(["kept 2/2", "waiting 0/1"]);
  const again = newId("cart");
  value(await house.pools.preorders.toBasket(id, again));
  await timePasses(id);
  await house.db.query(`update hold set expires_at = now() - interval '1 minute' where owner_id = $1`, [again]);
  await house.pools.releaseExpired();
  await house.pools.preorders.serveAll();
  expect([await state(id), await state(later)]).toEqual(["lapsed 0/2", "kept 1/1"]);
});

test("three days after the last day of the forecasts who has whole packs may pay for those, and who has none is told", async () => {
  const [some, none] = [await placed("a@x.example", 3), await placed("b@x.example", 1)];
  await givenLot(house, pool, 1_700, { household_id });
  await mails();
  await house.db.query(`update forecast set ready_from = $2, ready_to = $2 where pool_id = $1`, [pool.id, day(-3)]);
  await house.pools.preorders.serveAll();
  expect([await state(some), await state(none)]).toEqual(["waiting 1/3", "waiting 0/1"]);
  await house.db.query(`update forecast set ready_from = $2, ready_to = $2 where pool_id = $1`, [pool.id, day(-4)]);
  await house.pools.preorders.serveAll();
  expect([await state(some), await state(none)]).toEqual(["kept 1/3", "lapsed 0/1"]);
  expect(await counters()).toEqual({ on_hand: 1_700, held: 1_000 });
  expect(await mails()).toEqual(["a@x.example 到货了一部分：某村核桃", "b@x.example 这一季没有到货：某村核桃"]);
  expect(reasonOf(await place("c@x.example", 1))).toBe("nothing_expected");
  await house.pools.preorders.withdraw(some);
});

test("fewer packs keep the place, more go to the end and leave what was kept; what can be bought is bought", async () => {
  const [a, b] = [await placed("a@x.example", 3), await placed("b@x.example", 2)];
  await givenLot(house, pool, 1_000, { household_id });
  expect(await state(a)).toBe("waiting 1/3");
  expect(await placed("a@x.example", 4)).toBe(a);
  expect([await state(a), await state(b)]).toEqual(["waiting 0/4", "waiting 1/2"]);
  value(await house.pools.preorders.change(b, 1));
  expect(await state(b)).toBe("kept 1/1");
  expect(reasonOf(await house.pools.preorders.change(b, 2))).toBe("preorder_kept");
  expect(reasonOf(await house.pools.preorders.change(a, 50))).toBe("preorders_full");
  value(await house.pools.preorders.withdraw(b));
  value(await house.pools.preorders.withdraw(b));
  expect(await state(a)).toBe("waiting 1/4");
  value(await house.pools.preorders.withdraw(a));
  expect(reasonOf(await place("c@x.example", 1))).toBe("buy_now");
});

test("of forms for one address that come at once, for goods of many pools, five are mailed in a day", async () => {
  const wanted = [packs(1)];
  while (wanted.length < 12) {
    pool = await givenPool(house);
    await expecting(10_000);
    wanted.push(packs(1));
  }
  await Promise.all(wanted.map((one) => house.pools.preorders.ask("wang@x.example", one, "zh")));
  expect(await mails()).toHaveLength(5);
});

test("anybody's address is asked by one mail, however often the form is sent; its place counts for half an hour, and from a yes on", async () => {
  const ask = (email: string, count: number) => house.pools.preorders.ask(email, packs(count), "en");
  await Promise.all(Array.from({ length: 10 }, () => ask("li@x.example", 9)));
  const { rows } = await house.db.query<{ id: string }>(
    `select id from preorder where pool_id = $1 and not preorder::text ilike '%li@x%'`,
    [pool.id],
  );
  const id = rows[0]?.id ?? "";
  expect(rows).toHaveLength(1);
  expect(await mails()).toEqual(["li@x.example Confirm your pre-order: Walnuts of X"]);
  expect(reasonOf(await place("b@x.example", 2))).toBe("preorders_full");
  const beside = await placed("b@x.example", 1);
  // Nothing is kept for who has not said yes.
  await givenLot(house, pool, 500, { household_id });
  expect(await state(id)).toBe("asked 0/9");
  await house.db.query(`update preorder set asked_at = now() - interval '31 minutes' where id = $1`, [id]);
  const third = await placed("c@x.example", 1);
  expect(reasonOf(await house.pools.preorders.confirm(id))).toBe("preorders_full");
  value(await house.pools.preorders.withdraw(third));
  value(await house.pools.preorders.confirm(id));
  value(await house.pools.preorders.confirm(id));
  expect([await state(id), await state(beside)]).toEqual(["waiting 0/9", "waiting 0/1"]);
  // A stranger who types the address changes nothing: its owner is told that the pre-order stands.
  await house.db.query(`update preorder set asked_at = now() - interval '11 minutes' where id = $1`, [id]);
  value(await house.pools.preorders.withdraw(beside));
  expect((await ask("li@x.example", 1)).ok).toBe(true);
  expect(await state(id)).toBe("waiting 0/9");
  expect(await mails()).toEqual(["li@x.example Your pre-order stands: Walnuts of X"]);
  await house.pools.preorders.forget("li@x.example");
  expect(await house.pools.preorders.of("li@x.example")).toEqual([]);
  expect(isPreorderKey(id, "AAAA")).toBe(false);
});

test("a manager who ends a kept pre-order's hold with a reason has it told to the buyer; one of another cooperative can't", async () => {
  const id = await placed("a@x.example", 1);
  await givenLot(house, pool, 1_000, { household_id });
  await mails();
  const [hold] = await house.pools.buyerHolds.list({ cooperative_id: pool.cooperative_id, limit: 5 });
  expect(hold).toMatchObject({ kind: "preorder", owner_id: id });
  const release = (cooperative_id: string) =>
    house.pools.buyerHolds.release({ id: hold?.id ?? "", cooperative_id, reason: "needed here", person: "m_manager" });
  expect(reasonOf(await release("coop_other"))).toBe("not_found");
  value(await release(pool.cooperative_id));
  expect(await state(id)).toBe("lapsed 0/1");
  expect(await mails()).toEqual(["a@x.example 合作社结束了您的预订：某村核桃"]);
});
