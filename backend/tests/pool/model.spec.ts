import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { PoolRow } from "../../src/modules/pool/types";
import {
  broken,
  counters,
  day,
  givenLot,
  givenPool,
  newId,
  newKey,
  poolHouse,
  shipAll,
  TODAY,
  value,
  type PoolHouse,
} from "./support";

/** Histories and steps of one run of the tests: about twenty seconds. `LEDGER_RUNS` asks for more. */
const RUNS = Number(process.env.LEDGER_RUNS ?? 10);
const STEPS = 30;
const PACK = 1_000;

let house: PoolHouse;
beforeAll(async () => {
  house = await poolHouse();
});
afterAll(() => house.close());

/** What should be true: two counters a pool. Everything else is checked against the database's own rows. */
interface Model {
  pools: { row: PoolRow; on_hand: number; held: number }[];
  lots: { id: string; pool: number }[];
  carts: { id: string; pool: number; units: number }[];
  orders: { id: string; line: string; pool: number; units: number; shipped: boolean; returned: boolean }[];
  quotes: { owner: string; hold_id: string; pool: number; units: number }[];
}

type Step = readonly [name: keyof typeof ACTS, a: number, b: number, flag: boolean];

const pick = <T>(items: readonly T[], at: number): T | undefined => items[at % Math.max(1, items.length)];
const holdLines = (pool: Model["pools"][number], units: number) => [{ pool_id: pool.row.id, units }];

const ACTS = {
  async weigh(m: Model, a: number, b: number) {
    const at = a % 2;
    const pool = m.pools[at]!;
    const net = 1 + (b % 9_000);
    m.lots.push({
      id: await givenLot(house, pool.row, net, { household_id: `hh_${a % 5}`, days_ago: a % 7 }),
      pool: at,
    });
    pool.on_hand += at === 1 ? net - (net % PACK) : net;
  },
  async hold(m: Model, a: number, b: number) {
    const at = a % 2;
    const pool = m.pools[at]!;
    const units = (1 + (b % 6)) * PACK;
    const cart_id = newId("cart");
    await tick(m);
    const held = await house.pools.holdForCart({ cart_id, run_id: "r", lines: holdLines(pool, units) });
    expect(held.ok, "a cart is held for exactly when there is enough").toBe(units <= pool.on_hand - pool.held);
    if (!held.ok) return;
    pool.held += units;
    m.carts.push({ id: cart_id, pool: at, units });
  },
  async release(m: Model, a: number) {
    const cart = pick(m.carts, a);
    if (!cart) return;
    expect(await house.pools.releaseHold({ cart_id: cart.id, reason: "given up" })).toBe(true);
    m.pools[cart.pool]!.held -= cart.units;
    m.carts = m.carts.filter((one) => one !== cart);
  },
  async order(m: Model, a: number, _b: number, twice: boolean) {
    const cart = pick(m.carts, a);
    if (!cart) return;
    const pool = m.pools[cart.pool]!;
    const order = {
      id: newId("order"),
      line: newId("line"),
      pool: cart.pool,
      units: cart.units,
      shipped: false,
      returned: false,
    };
    value(await house.pools.confirmHold({ cart_id: cart.id, order_id: order.id, lines: holdLines(pool, cart.units) }));
    const job = { order_id: order.id, lines: [{ order_line_id: order.line, pool_id: pool.row.id, units: cart.units }] };
    const message_id = newId("out");
    await house.pools.allocateOrder({ ...job, message_id });
    if (twice) await house.pools.allocateOrder({ ...job, message_id });
    m.carts = m.carts.filter((one) => one !== cart);
    m.orders.push(order);
  },
  async cancel(m: Model, a: number) {
    const order = pick(
      m.orders.filter((one) => !one.shipped),
      a,
    );
    if (!order) return;
    const input = { order_id: order.id, reason: "cancelled", person: "system" };
    expect(await house.pools.releaseOrder(input)).toBe(true);
    expect(await house.pools.releaseOrder(input)).toBe(false);
    m.pools[order.pool]!.held -= order.units;
    m.orders = m.orders.filter((one) => one !== order);
  },
  async ship(m: Model, a: number) {
    const order = pick(
      m.orders.filter((one) => !one.shipped),
      a,
    );
    if (!order) return;
    await shipAll(house, order.id);
    const pool = m.pools[order.pool]!;
    pool.held -= order.units;
    pool.on_hand -= order.units;
    order.shipped = true;
  },
  async giveBack(m: Model, a: number, _b: number, sellable: boolean) {
    const order = pick(
      m.orders.filter((one) => one.shipped && !one.returned),
      a,
    );
    if (!order) return;
    const pool = m.pools[order.pool]!;
    const units = PACK;
    const what = {
      source_id: newId("act"),
      return_id: "ret",
      order_id: order.id,
      order_line_id: order.line,
      pool_id: pool.row.id,
      units,
      damaged: false,
    };
    await house.pools.returnedGoods.record([what, what]);
    const [back] = await house.pools.returnedGoods.list({
      cooperative_id: pool.row.cooperative_id,
      waiting: true,
      limit: 1,
    });
    const act = {
      id: back?.id ?? "",
      cooperative_id: pool.row.cooperative_id,
      sellable,
      words: "看过了",
      person: "m_a",
    };
    value(await house.pools.returnedGoods.decide(act));
    order.returned = true;
    if (sellable) pool.on_hand += units;
  },
  async writeOff(m: Model, a: number, b: number, waste: boolean) {
    const lot = pick(m.lots, a);
    if (!lot) return;
    const pool = m.pools[lot.pool]!;
    const unit = lot.pool === 1 ? PACK : 1;
    const delta = waste || b % 3 > 0 ? -unit * (1 + (b % 2_000)) : unit * (1 + (b % 500));
    const entered = await house.pools.adjustments.propose({
      cooperative_id: pool.row.cooperative_id,
      pool_id: pool.row.id,
      kind: waste ? "waste" : "adjust",
      reason: "other",
      words: "模型测试",
      lines: [{ lot: lot.id, delta_units: delta }],
      person: "m_a",
      idempotency_key: newKey(),
    });
    if (!entered.ok) return;
    const act = { id: entered.value.id, cooperative_id: pool.row.cooperative_id, person: "m_b" };
    const done = entered.value.state === "approved" || (await house.pools.adjustments.approve(act)).ok;
    if (done) await settle(m, lot.pool, delta);
  },
  async stocktake(m: Model, a: number, b: number) {
    const at = a % 2;
    const pool = m.pools[at]!;
    const bearer = (["oldest_first", "pro_rata", "cooperative"] as const)[b % 3]!;
    const unit = at === 1 ? PACK : 1;
    const counted = Math.max(0, pool.on_hand + unit * ((b % 21) - 15));
    const who = { cooperative_id: pool.row.cooperative_id, person: "m_a" };
    const open = value(await house.pools.stocktakes.open({ ...who, pool_id: pool.row.id, bearer }));
    const taken = await house.pools.stocktakes.count({ ...who, id: open.id, counted, words: "" });
    if (!taken.ok) {
      value(await house.pools.stocktakes.drop({ ...who, id: open.id }));
      return;
    }
    value(await house.pools.stocktakes.approve({ ...who, id: open.id, person: "m_b" }));
    await settle(m, at, counted - pool.on_hand);
  },
  async split(m: Model, a: number, b: number) {
    const lot = pick(m.lots, a);
    if (!lot) return;
    const from = m.pools[lot.pool]!;
    const other = lot.pool === 0 ? 1 : 0;
    const to = m.pools[other]!;
    const units = (1 + (b % 4)) * PACK;
    const moved = await house.pools.splits.split({
      cooperative_id: from.row.cooperative_id,
      lot_id: lot.id,
      to_pool_id: to.row.id,
      units,
      reason: "改等级",
      person: "m_a",
      idempotency_key: newKey(),
    });
    if (!moved.ok) return;
    m.lots.push({ id: moved.value.to_lot_id, pool: other });
    to.on_hand += units;
    await settle(m, lot.pool, -units);
  },
  async expire(m: Model, a: number) {
    const lot = pick(m.lots, a);
    // What a cart rests on may pass its day too: then its order falls short, which is another story (shorts).
    if (!lot || [...m.carts, ...m.quotes].some((one) => one.pool === lot.pool)) return;
    await house.db.query(
      `update lot set best_before = $2 where id = $1 and not exists (select from allocation where lot_id = $1)`,
      [lot.id, day(-1)],
    );
    await tick(m);
  },
  async quote(m: Model, a: number, b: number, later: boolean) {
    const at = a % 2;
    const pool = m.pools[at]!;
    const known = pick(
      m.quotes.filter((one) => one.pool === at),
      b,
    );
    const owner = later && known ? known.owner : newId("quote");
    const mine = known?.owner === owner ? known.units : 0;
    await tick(m);
    const units = (1 + (b % 4)) * PACK;
    const held = await house.pools.buyerHolds.holdFor({
      kind: "quote",
      owner_id: owner,
      cooperative_id: pool.row.cooperative_id,
      lines: holdLines(pool, units),
      expires_at: new Date(Date.now() + 3_600_000),
      note: "报价",
      person: "m_a",
    });
    expect(held.ok, "a quote is held for exactly when there is enough").toBe(units <= pool.on_hand - pool.held + mine);
    if (!held.ok) return;
    pool.held += units - mine;
    m.quotes = [
      ...m.quotes.filter((one) => one.owner !== owner),
      { owner, hold_id: held.value.hold_id, pool: at, units },
    ];
  },
  async quoteEnds(m: Model, a: number, _b: number, byClock: boolean) {
    const quote = pick(m.quotes, a);
    if (!quote) return;
    const pool = m.pools[quote.pool]!;
    if (byClock) {
      await house.db.query(`update hold set expires_at = now() - interval '1 second' where id = $1`, [quote.hold_id]);
      expect(await house.pools.releaseExpired()).toBe(1);
    } else {
      value(
        await house.pools.buyerHolds.release({
          id: quote.hold_id,
          cooperative_id: pool.row.cooperative_id,
          reason: "客户改期",
          person: "m_a",
        }),
      );
    }
    pool.held -= quote.units;
    m.quotes = m.quotes.filter((one) => one !== quote);
  },
};

/** What expired, was split off expired, or came free of an order is taken out of what may be promised. */
async function tick(m: Model): Promise<void> {
  await house.pools.expiry.keepFromSale();
  for (const at of [0, 1]) await settle(m, at, 0);
}

/** After acts on expired lots the model takes over what holds of kind `expiry` keep from sale: the rest it knows itself. */
async function settle(m: Model, at: number, on_hand: number): Promise<void> {
  const pool = m.pools[at]!;
  pool.on_hand += on_hand;
  const { rows } = await house.db.query<{ units: string }>(
    `select coalesce(sum(l.units), 0) as units from hold h join hold_line l on l.hold_id = h.id where h.kind = 'expiry' and l.pool_id = $1`,
    [pool.row.id],
  );
  const promised = [...m.carts, ...m.orders.filter((one) => !one.shipped), ...m.quotes]
    .filter((one) => one.pool === at)
    .reduce((sum, one) => sum + one.units, 0);
  pool.held = promised + Number(rows[0]?.units ?? 0);
}

/** One history in which everything happens, before the random ones. */
const EVERYTHING: Step[] = [
  ["hold", 0, 1, false],
  ["order", 0, 0, true],
  ["ship", 0, 0, false],
  ["giveBack", 0, 0, true],
  ["hold", 1, 0, false],
  ["order", 0, 0, false],
  ["cancel", 0, 0, false],
  ["hold", 0, 0, false],
  ["release", 0, 0, false],
  ["writeOff", 0, 5, true],
  ["writeOff", 0, 3, false],
  ["stocktake", 0, 5, false],
  ["split", 0, 0, false],
  ["weigh", 2, 4_000, false],
  ["expire", 2, 0, false],
  ["quote", 0, 0, false],
  ["quoteEnds", 0, 0, true],
];

async function expectSound(m: Model): Promise<void> {
  for (const pool of m.pools) {
    expect(await counters(house, pool.row.id)).toEqual({ on_hand: pool.on_hand, held: pool.held });
    const kept = await house.pools.figures.at(pool.row.id);
    expect(kept).toMatchObject(await house.pools.figures.replay(pool.row.id, TODAY));
    expect(kept.in + kept.returned + kept.adjusted + kept.split).toBe(kept.sold + kept.held + kept.left + kept.lost);
  }
  expect(await broken(house)).toEqual([]);
}

it(
  `${RUNS} random histories of ${STEPS} acts: after each the ledger adds up, replays, and promises no gram it has not`,
  async () => {
    const names = Object.keys(ACTS) as (keyof typeof ACTS)[];
    const step = fc.tuple(
      fc.constantFrom(...names, "weigh", "hold", "order"),
      fc.nat(1_000),
      fc.nat(100_000),
      fc.boolean(),
    ) as fc.Arbitrary<Step>;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: STEPS, maxLength: STEPS }), async (steps) => {
        const first = await givenPool(house);
        const second = await givenPool(house, {
          cooperative_id: first.cooperative_id,
          grade: "2",
          pack_units: PACK,
          rule: "fefo",
        });
        const m: Model = {
          pools: [first, second].map((row) => ({ row, on_hand: 0, held: 0 })),
          lots: [],
          carts: [],
          orders: [],
          quotes: [],
        };
        await ACTS.weigh(m, 0, 8_999);
        await ACTS.weigh(m, 1, 8_999);
        for (const [name, a, b, flag] of steps) {
          await ACTS[name](m, a, b, flag);
          await expectSound(m);
        }
      }),
      { numRuns: RUNS, endOnFailure: true, examples: [[EVERYTHING]] },
    );
    // The histories were no idle ones: every kind of movement is among them.
    const { rows } = await house.db.query<{ kind: string }>(`select distinct kind from lot_movement order by kind`);
    expect(rows.map((row) => row.kind)).toEqual([
      "adjust",
      "hold",
      "intake",
      "release",
      "return",
      "ship",
      "split",
      "waste",
    ]);
  },
  60_000 + RUNS * 10_000,
);
