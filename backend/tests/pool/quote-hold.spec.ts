import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { id, reasonOf } from "../settlement/house";
import { shortHouse, value, type ShortHouse } from "./short-house";
import { broken } from "./short-picture";

// What quotes hold, on a bare database: against carts, against the clock, handed to a cart, and giving way to orders.

let house: ShortHouse;
let other: { cooperative_id: string; pool_id: string };
beforeAll(async () => {
  house = await shortHouse();
  other = await house.otherCooperative();
});
afterAll(() => house?.close());
afterEach(async () => {
  await house.db.query(
    `update hold set expires_at = now() - interval '1 second' where kind in ('quote', 'cart') and state = 'soft'`,
  );
  await house.pools.releaseExpired();
  // The rest of each test's goods is promised, so that the next begins with its own alone.
  const { rows } = await house.db.query<{ id: string; free: number }>(
    `select id, (on_hand - held)::int as free from pool where on_hand > held`,
  );
  for (const { id: pool_id, free } of rows) value(await cart([{ pool_id, units: free }]));
  expect(await broken(house)).toEqual([]);
});

const DAY_MS = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * DAY_MS);
const cart = (lines: { pool_id: string; units: number }[], cart_id = id("cart")) =>
  house.pools.holdForCart({ cart_id, run_id: "run", lines });
const quote = (
  quote_id: string,
  lines: { pool_id: string; units: number }[],
  more: { expires_at?: Date; priority?: number; how?: "exactly" | "at_least" } = {},
) =>
  house.pools.quoteHolds.set({
    quote_id,
    lines,
    expires_at: inDays(7),
    priority: 5,
    note: "Q-1",
    person: "m_manager",
    how: "exactly",
    ...more,
  });
const held = async (quote_id: string) => {
  const found = (await house.pools.quoteHolds.of([quote_id])).get(quote_id);
  return found && { state: found.state, units: Object.fromEntries(found.units) };
};
const free = async (pool_id: string) => {
  const { rows } = await house.db.query<{ free: number }>(
    `select (on_hand - held)::int as free from pool where id = $1`,
    [pool_id],
  );
  return rows[0]?.free;
};
const toCart = (quote_id: string, units: number, cart_id = id("cart")) =>
  house.pools.quoteHolds.toCart({
    quote_id,
    cart_id,
    lines: [{ pool_id: house.pool_id, units }],
    person: "wmember_buyer",
  });
const gaveWay = async (quote_id: string) =>
  (
    await house.db.query(`select 1 from outbox_message where job = 'quote-gave-way' and payload ->> 'quote_id' = $1`, [
      quote_id,
    ])
  ).rowCount;

test("a quote holds in several pools or in none, and carts that race for the same kilos find only what it left", async () => {
  await house.lot(10_000);
  await house.lot(2_000, undefined, other.pool_id);
  const lines = [
    { pool_id: house.pool_id, units: 6_000 },
    { pool_id: other.pool_id, units: 2_000 },
  ];
  const [[offer, ...more], carts] = await Promise.all([
    Promise.all(Array.from({ length: 4 }, (_, at) => quote(`quote_race_${at}`, lines))),
    Promise.all(Array.from({ length: 20 }, () => cart([{ pool_id: house.pool_id, units: 1_000 }]))),
  ]);
  const offers = [offer, ...more].filter((one) => one?.ok);
  const sold = carts.filter((one) => one.ok).length;
  expect(offers.length).toBeLessThanOrEqual(1);
  expect(sold).toBe(offers.length === 1 ? 4 : 10);
  expect(await free(house.pool_id)).toBe(0);
  expect(await free(other.pool_id)).toBe(offers.length === 1 ? 0 : 2_000);
});

test("a better offer adds to what is held before it is written, and what it wants less goes back only afterwards", async () => {
  await house.lot(10_000);
  const of = [{ pool_id: house.pool_id, units: 4_000 }];
  value(await quote("quote_better", of));
  value(await quote("quote_better", [{ pool_id: house.pool_id, units: 3_000 }], { how: "at_least" }));
  expect(await held("quote_better")).toEqual({ state: "soft", units: { [house.pool_id]: 4_000 } });
  value(await quote("quote_better", [{ pool_id: house.pool_id, units: 7_000 }], { how: "at_least" }));
  expect(await free(house.pool_id)).toBe(3_000);
  const more = await quote("quote_better", [{ pool_id: house.pool_id, units: 11_000 }], { how: "at_least" });
  expect(reasonOf(more)).toBe("insufficient_stock");
  expect(await held("quote_better")).toEqual({ state: "soft", units: { [house.pool_id]: 7_000 } });
  value(await quote("quote_better", of));
  expect(await free(house.pool_id)).toBe(6_000);
  expect(await house.pools.quoteHolds.release({ quote_id: "quote_better", reason: "rejected", person: "x" })).toBe(
    true,
  );
  expect(await house.pools.quoteHolds.release({ quote_id: "quote_better", reason: "rejected", person: "x" })).toBe(
    false,
  );
  expect(await free(house.pool_id)).toBe(10_000);
});

test("its end frees it without any worker: the next cart has the kilos, and the quote can't be accepted any more", async () => {
  await house.lot(3_000);
  value(await quote("quote_late", [{ pool_id: house.pool_id, units: 3_000 }]));
  const refused = await cart([{ pool_id: house.pool_id, units: 1_000 }]);
  expect(reasonOf(refused)).toBe("insufficient_stock");
  await house.db.query(`update hold set expires_at = now() - interval '1 second' where owner_id = 'quote_late'`);
  expect((await house.pools.cartHolds.available(id("cart"), [house.pool_id])).get(house.pool_id)).toBe(3_000);
  const [accepted, bought] = await Promise.all([
    toCart("quote_late", 3_000),
    cart([{ pool_id: house.pool_id, units: 3_000 }]),
  ]);
  expect(reasonOf(accepted)).toBe("hold_gone");
  expect(bought.ok).toBe(true);
});

test("what an ended hold kept is whose who asks for it, also while somebody is at that hold", async () => {
  const waiting = async () => {
    const { rows } = await house.db.query<{ waits: number }>(
      `select count(*)::int as waits from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    return rows[0]?.waits ?? 0;
  };
  const askers: [name: string, ask: () => Promise<{ ok: boolean }[]>][] = [
    ["one cart", async () => [await cart([{ pool_id: house.pool_id, units: 3_000 }])]],
    ["carts together", () => Promise.all([1, 2, 3].map(() => cart([{ pool_id: house.pool_id, units: 1_000 }])))],
    ["a quote", async () => [await quote("quote_next", [{ pool_id: house.pool_id, units: 3_000 }])]],
  ];
  for (const [name, ask] of askers) {
    await house.lot(3_000);
    value(await quote(`quote_over ${name}`, [{ pool_id: house.pool_id, units: 3_000 }]));
    await house.db.query(`update hold set expires_at = now() - interval '1 second' where owner_id = $1`, [
      `quote_over ${name}`,
    ]);
    const client = await house.db.connect();
    await client.query(`begin`);
    await client.query(`select 1 from hold where owner_id = $1 for update`, [`quote_over ${name}`]);
    const asked = ask();
    // Answered at once, it waited for nobody: then what it was answered says so.
    const answered = asked.then(
      () => true,
      () => true,
    );
    const nextLook = () => new Promise<false>((done) => setTimeout(done, 5, false));
    while ((await waiting()) === 0) if (await Promise.race([answered, nextLook()])) break;
    await client.query(`commit`);
    client.release();
    expect(
      (await asked).map((one) => one.ok),
      name,
    ).not.toContain(false);
    expect(await free(house.pool_id)).toBe(0);
    if (name === "a quote")
      await house.pools.quoteHolds.release({ quote_id: "quote_next", reason: "rejected", person: "x" });
  }
});

test("of carts that come together one whose goods are there waits for no ended hold that somebody is at", async () => {
  await house.lot(4_000);
  value(await quote("quote_over beside", [{ pool_id: house.pool_id, units: 3_000 }]));
  await house.db.query(`update hold set expires_at = now() - interval '1 second' where owner_id = 'quote_over beside'`);
  const client = await house.db.connect();
  await client.query(`begin`);
  await client.query(`select 1 from hold where owner_id = 'quote_over beside' for update`);
  const takes = (units: number) => cart([{ pool_id: house.pool_id, units }]);
  // The first goes alone; the others come together behind it.
  const asked = [takes(500), takes(500), takes(3_000)];
  const late = new Promise<"late">((done) => setTimeout(() => done("late"), 20_000).unref());
  const there = await Promise.race([Promise.all(asked.slice(0, 2)), late]);
  await client.query(`commit`);
  client.release();
  if (there === "late") throw new Error("a cart whose goods were there waited for somebody else's hold");
  expect(there.map((one) => one.ok)).toEqual([true, true]);
  expect((await Promise.all(asked)).map((one) => one.ok)).toEqual([true, true, true]);
  expect(await free(house.pool_id)).toBe(0);
});

test("who finds too little is answered also while somebody is stuck at an ended hold, and nothing is taken", async () => {
  await house.lot(1_000);
  value(await quote("quote_stuck", [{ pool_id: house.pool_id, units: 1_000 }]));
  await house.db.query(`update hold set expires_at = now() - interval '1 second' where owner_id = 'quote_stuck'`);
  const client = await house.db.connect();
  await client.query(`begin`);
  await client.query(`select 1 from hold where owner_id = 'quote_stuck' for update`);
  const asked = await cart([{ pool_id: house.pool_id, units: 1_000 }]);
  await client.query(`commit`);
  client.release();
  expect(reasonOf(asked)).toBe("insufficient_stock");
  expect((await held("quote_stuck"))?.units).toEqual({ [house.pool_id]: 1_000 });
});

test("accepted, its goods are the cart's without a moment between, whoever races, and a second press finds the same cart", async () => {
  await house.lot(5_000);
  value(await quote("quote_yes", [{ pool_id: house.pool_id, units: 5_000 }]));
  expect(reasonOf(await toCart("quote_yes", 5_001))).toBe("hold_too_small");
  const [first, second, ...carts] = await Promise.all([
    toCart("quote_yes", 4_000, "cart_yes_1"),
    toCart("quote_yes", 4_000, "cart_yes_2"),
    ...Array.from({ length: 10 }, () => cart([{ pool_id: house.pool_id, units: 1_000 }])),
  ]);
  expect(value(first as never)).toEqual(value(second as never));
  // One kilo was too much and is anybody's.
  expect(carts.filter((one) => one.ok)).toHaveLength(1);
  const { cart_id } = value(first as Awaited<ReturnType<typeof toCart>>);
  expect(await house.pools.holdOfCart(cart_id)).toMatchObject({ state: "soft" });
  expect(reasonOf(await quote("quote_yes", [{ pool_id: house.pool_id, units: 1 }]))).toBe("quote_ordered");
  value(await cart([{ pool_id: house.pool_id, units: 4_000 }], cart_id));
  const order_id = id("order");
  value(await house.pools.confirmHold({ cart_id, order_id, lines: [{ pool_id: house.pool_id, units: 4_000 }] }));
  expect(await house.pools.cartHolds.of([cart_id])).toEqual([{ cart_id, state: "confirmed", order_id }]);
});

test("at the moment of its end it is either the cart's or free, never both and never neither", async () => {
  for (let turn = 0; turn < 8; turn++) {
    await house.lot(1_000);
    const quote_id = `quote_edge_${turn}`;
    value(await quote(quote_id, [{ pool_id: house.pool_id, units: 1_000 }]));
    await house.db.query(
      `update hold set expires_at = clock_timestamp() + interval '30 milliseconds' where owner_id = $1`,
      [quote_id],
    );
    const waits = new Promise((done) => setTimeout(done, 22 + turn * 3));
    await waits;
    const [accepted, bought] = await Promise.all([
      toCart(quote_id, 1_000),
      cart([{ pool_id: house.pool_id, units: 1_000 }]),
    ]);
    expect([accepted.ok, bought.ok].filter(Boolean).length).toBeLessThanOrEqual(1);
    if (!accepted.ok) await house.pools.releaseExpired();
    if (!accepted.ok && !bought.ok) value(await cart([{ pool_id: house.pool_id, units: 1_000 }]));
    expect(await free(house.pool_id)).toBe(0);
  }
});

/** In a pool of its own, so that it is known which lot fills which order. */
async function alone(work: () => Promise<void>): Promise<void> {
  const shared = house;
  house = await shortHouse();
  try {
    await work();
    expect(await broken(house)).toEqual([]);
  } finally {
    await house.close();
    house = shared;
  }
}

test("before an order is short quotes give way, the least important and of those the youngest first, whole, told once", () =>
  alone(async () => {
    const lot = await house.lot(4_000, "household_wang");
    const { order_id } = await house.order([{ packs: 4 }]);
    await house.lot(6_000, "household_li");
    const of = (units: number) => [{ pool_id: house.pool_id, units }];
    value(await quote("quote_important", of(2_000), { priority: 9 }));
    value(await quote("quote_old", of(2_000)));
    value(await quote("quote_young", of(2_000)));
    await house.db.query(`update hold set created_at = now() - interval '1 day' where owner_id = 'quote_old'`);
    const short = await house.enter({ lot_id: lot, units: 3_000 });
    expect(short.view).toMatchObject({ buyers: [], refund_minor: 0, quotes_units: 3_000 });
    expect(await held("quote_young")).toMatchObject({ state: "soft" });
    const applied = await house.apply(short);
    expect(applied.state).toBe("applied");
    const shares = await house.pools.allocationsOfOrder(order_id);
    expect(shares.filter((one) => one.state === "held").reduce((sum, one) => sum + one.units, 0)).toBe(4_000);
    expect(await held("quote_young")).toEqual({ state: "released", units: {} });
    expect(await held("quote_old")).toEqual({ state: "released", units: {} });
    expect(await held("quote_important")).toMatchObject({ state: "soft" });
    expect([await gaveWay("quote_young"), await gaveWay("quote_old"), await gaveWay("quote_important")]).toEqual([
      1, 1, 0,
    ]);
    // Two quotes gave 4 kg, the order took 3: one is for sale.
    expect(await free(house.pool_id)).toBe(1_000);
    expect(reasonOf(await toCart("quote_young", 1_000))).toBe("hold_gone");
  }));

test("what earlier shorts keep aside is used before any quote gives way", () =>
  alone(async () => {
    const lot = await house.lot(2_000, "household_wang");
    await house.order([{ packs: 2 }]);
    // Half a pack of it spoils: the other half is kept aside.
    await house.apply(await house.enter({ lot_id: lot, units: 500 }));
    const second = await house.lot(1_000, "household_zhao");
    // First out, so that it fills the order.
    await house.db.query(`update lot set best_before = current_date + 30 where id = $1`, [second]);
    const { order_id } = await house.order([{ packs: 1 }]);
    await house.lot(1_000, "household_li");
    value(await quote("quote_aside", [{ pool_id: house.pool_id, units: 1_000 }]));
    const short = await house.enter({ lot_id: second, units: 500 });
    expect(short.view).toMatchObject({ buyers: [], quotes_units: 0 });
    await house.apply(short);
    expect(await held("quote_aside")).toMatchObject({ state: "soft" });
    const shares = await house.pools.allocationsOfOrder(order_id);
    expect(shares.filter((one) => one.state === "held").reduce((sum, one) => sum + one.units, 0)).toBe(1_000);
  }));

test("the desk sees it in its list of holds, and ends it only by answering the quote", async () => {
  await house.lot(1_000);
  value(await quote("quote_listed", [{ pool_id: house.pool_id, units: 1_000 }]));
  const [listed] = await house.pools.buyerHolds.list({ cooperative_id: house.cooperative_id, limit: 1 });
  expect(listed).toMatchObject({ kind: "quote", owner_id: "quote_listed", note: "Q-1", state: "soft" });
  const ended = await house.pools.buyerHolds.release({
    id: listed?.id ?? "",
    cooperative_id: house.cooperative_id,
    reason: "needed",
    person: "m_manager",
  });
  expect(reasonOf(ended)).toBe("hold_of_a_quote");
  expect(await free(house.pool_id)).toBe(0);
});
