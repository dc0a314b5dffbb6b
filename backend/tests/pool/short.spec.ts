import { setTimeout } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { packingList } from "../../src/lib/packing-list";
import { runShort } from "../../src/workflows/pool/short/run";
import { enterShort, previewShort } from "../../src/workflows/pool/short/preview";
import { reasonOf } from "../settlement/house";
import { id, shortHouse, value, type ShortHouse } from "./short-house";
import { broken, picture } from "./short-picture";

let house: ShortHouse;
beforeAll(async () => {
  house = await shortHouse();
});
afterAll(() => house?.close());

const refundsOf = async (order_id: string) =>
  (await house.settlement.shorts.refundsOf(order_id)).map((r) => [r.state, r.amount_minor]);
const jobs = async (job: string, like: string) =>
  (await house.db.query("select 1 from outbox_message where job = $1 and payload::text like $2", [job, `%${like}%`]))
    .rowCount;
const live = async (order_id: string) =>
  (await house.parcels.parcelsOfOrder(order_id)).filter((p) => p.state !== "void");

describe("a spoiled lot", () => {
  it("whose goods others can fill in for: the buyer gets all, the shares change, the parcel keeps its label and holds the other lot", async () => {
    const lot = await house.lot(3000, "household_wang");
    const { order_id } = await house.order([{ packs: 2 }]);
    const other = await house.lot(5000, "household_li");
    const before = await live(order_id);
    const short = await house.enter({ lot_id: lot, units: 2000 });
    expect(short.state).toBe("previewed");
    // 1 kg was free, so 1 kg of the order is replaced.
    expect(short.view?.households).toMatchObject([
      { household_id: "household_wang", units_before: 2000, units_after: 1000 },
      { household_id: "household_li", units_before: 0, units_after: 1000 },
    ]);
    expect(short.view).toMatchObject({ buyers: [], refund_minor: 0, parcels: [{ before: 1, after: 1 }] });
    expect(await broken(house)).toEqual([]);

    const applied = await house.apply(short);
    expect(applied).toMatchObject({ state: "applied" });
    expect(applied.finished_at).not.toBeNull();
    const shares = await house.pools.allocationsOfOrder(order_id);
    expect(shares.map((a) => [a.lot_id, a.units]).sort()).toEqual(
      [
        [lot, 1000],
        [other, 1000],
      ].sort(),
    );
    expect(shares.find((a) => a.lot_id === other)?.why.en).toMatch(/fell short/);
    const after = await live(order_id);
    expect(after.map((p) => p.contents.reduce((sum, c) => sum + c.units, 0))).toEqual([2000]);
    // Nobody has packed it: it keeps its number and its label, and another lot is in it on paper.
    expect(after.map((p) => [p.id, p.number, p.state])).toEqual(before.map((p) => [p.id, p.number, p.state]));
    expect(after[0]?.contents.map((c) => [c.lot_id, c.units]).sort()).toEqual(
      [
        [lot, 1000],
        [other, 1000],
      ].sort(),
    );
    expect(await refundsOf(order_id)).toEqual([]);
    expect(await broken(house)).toEqual([]);
  });

  it("with nothing to fill in: whole packs short, the refund waits until goods leave, then goes", async () => {
    await drain();
    const lot = await house.lot(4000, "household_zhao");
    const { order_id } = await house.order([{ packs: 4, paid: 8000, tax: 800 }]);
    const short = await house.apply(await house.enter({ lot_id: lot, units: 1500 }));
    expect(short.view?.buyers).toMatchObject([{ packs: 4, packs_short: 2 }]);
    const [[state, amount]] = (await refundsOf(order_id)) as [[string, number]];
    expect(state).toBe("intended");
    expect(amount).toBeGreaterThanOrEqual(4000);
    expect(await jobs("refund", "refund_")).toBe(0);
    // What is left of the broken pack is kept aside, not sold.
    expect((await house.pools.shorts.desk.of(short)).aside_units).toBe(500);
    expect(await broken(house)).toEqual([]);

    await house.label(order_id);
    const handover = await house.handOver(order_id);
    await house.ship(handover);
    expect(await runShort(house.container, short.id)).toMatchObject({ state: "closed" });
    expect(await jobs("refund", "refund_")).toBe(1);
    expect(reasonOf(await house.pools.shorts.beginUndo({ short_id: short.id, person: "m" }))).toBe("short_state");
    expect(await broken(house)).toEqual([]);
    await house.pools.shorts.restock({ short_id: short.id, person: "m" });
    expect((await house.pools.shorts.desk.of(short)).aside_units).toBe(0);
    expect(await broken(house)).toEqual([]);
    await drain();
  });

  it("that was all an order had: everything goes back, freight too, and the order ends divided, with nothing left", async () => {
    await drain();
    const lot = await house.lot(2000);
    const { order_id } = await house.order([{ packs: 2, paid: 3999, tax: 333 }]);
    const short = await house.apply(await house.enter({ lot_id: lot, units: 2000 }));
    const paid = await house.db.query<{ paid: string; refund: string; tax: string; refund_tax: string }>(
      "select paid_minor as paid, refund_minor as refund, tax_minor as tax, refund_tax_minor as refund_tax from sale_line where order_id = $1",
      [order_id],
    );
    expect(paid.rows[0]?.refund).toBe(paid.rows[0]?.paid);
    expect(paid.rows[0]?.refund_tax).toBe(paid.rows[0]?.tax);
    expect(await live(order_id)).toEqual([]);
    await house.pools.shorts.close([short.id]);
    await runShort(house.container, short.id);
    expect(await jobs("post", order_id)).toBe(1);
    await house.settlement.postSale({
      order_id,
      allocations: await house.pools.allocationsOfOrder(order_id),
      freight: [],
    });
    expect(await broken(house)).toEqual([]);
  });

  it("of two lines the one that is gone leaves what the other's box needs, and the sale can be divided", async () => {
    await drain();
    const lot = await house.lot(12_000);
    const { order_id, lines } = await house.order([
      { packs: 9, paid: 18_000 },
      { packs: 3, paid: 6000 },
    ]);
    // The lot gives to both lines; 9 kg short takes from the newest order only: this one.
    const short = await house.apply(await house.enter({ lot_id: lot, units: 9000 }));
    expect(short.view?.buyers.length).toBeGreaterThan(0);
    await house.label(order_id);
    await house.ship(await house.handOver(order_id));
    await runShort(house.container, short.id);
    const posted = await house.settlement.postSale({
      order_id,
      allocations: await house.pools.allocationsOfOrder(order_id),
      freight: await house.parcels.freightOfOrder(order_id),
    });
    expect(posted.ok).toBe(true);
    expect(lines).toHaveLength(2);
    expect(await broken(house)).toEqual([]);
  });
});

describe("undoing", () => {
  it("puts lots, shares, reasons, holds, counters, refunds and parcels back exactly", async () => {
    await drain();
    const lot = await house.lot(5000);
    await house.order([{ packs: 2 }]);
    const { order_id } = await house.order([{ packs: 3 }]);
    const extra = await house.lot(700);
    const before = await picture(house);
    const applied = await house.apply(await house.enter({ lot_id: lot, units: 2300 }));
    expect(applied.view?.buyers).toMatchObject([{ order_id, packs_short: 2 }]);
    expect(await picture(house)).not.toEqual(before);
    expect(await broken(house)).toEqual([]);
    const undone = await house.undo(applied);
    expect(undone.state).toBe("undone");
    expect(await picture(house)).toEqual(before);
    expect(await broken(house)).toEqual([]);
    expect(extra).toBeTruthy();
  });

  it("is refused once goods have left, and once a later short rests on it", async () => {
    await drain();
    const lot = await house.lot(6000);
    const first = await house.order([{ packs: 6 }]);
    const one = await house.apply(await house.enter({ lot_id: lot, units: 1000 }));
    const two = await house.apply(await house.enter({ lot_id: lot, units: 1000 }));
    expect(await house.undo(one)).toMatchObject({ state: "applied", problem: "later_short" });
    expect(await broken(house)).toEqual([]);
    await house.label(first.order_id);
    // Handed over, and the job that ships has not run yet.
    const handover = await house.handOver(first.order_id);
    expect(await house.undo(two)).toMatchObject({ state: "applied", problem: "goods_left" });
    await house.ship(handover);
    expect(await broken(house)).toEqual([]);
  });
});

describe("between preview and apply", () => {
  it("goods that leave, or shares that change, set the short back; nothing of it is written", async () => {
    await drain();
    const lot = await house.lot(4000);
    const { order_id } = await house.order([{ packs: 4 }]);
    const short = await house.enter({ lot_id: lot, units: 1000 });
    const other = await house.enter({ lot_id: lot, units: 2000 });
    await house.apply(other);
    expect(await house.apply(short)).toMatchObject({ state: "entered", problem: "stale" });
    expect((await live(order_id)).length).toBe(1);
    expect(await broken(house)).toEqual([]);
    expect(reasonOf(await house.pools.shorts.begin({ short_id: short.id, person: "m", plan_hash: "other" }))).toBe(
      "short_state",
    );
    await house.label(order_id);
    await house.ship(await house.handOver(order_id));
    expect(await broken(house)).toEqual([]);
  });

  it("goods that fall short and a lost parcel of one order, at once, never give back more carriage than was paid", async () => {
    await drain();
    const lot = await house.lot(45_000);
    const paid = 50_000;
    const { order_id } = await house.sell([{ packs: 45, freight: paid }]);
    await house.allocate(order_id);
    const list = value(await packingList(house.container, order_id));
    const allocations = await house.pools.allocationsOfOrder(order_id);
    value(await house.parcels.plans.planOrder({ message_id: id("out"), ...list, allocations }));
    await house.label(order_id);
    const [gone] = await live(order_id);
    const { cooperative_id } = house;
    const left = await house.parcels.handOver({ cooperative_id, person: "member_packer", parcel_ids: [gone!.id] });
    await house.ship(value(left).handover.id);
    const here = 45_000 - gone!.contents.reduce((sum, one) => sum + one.units, 0);
    const lost = await house.enter({ kind: "parcel_lost", parcel_id: gone!.id });
    const spoiled = await house.enter({ lot_id: lot, units: here });
    const freight = async () => {
      const { rows } = await house.db.query<{ sum: string }>(
        `select coalesce(sum(l.freight_minor), 0) as sum from short_line l join short s on s.id = l.short_id
         where l.order_id = $1 and s.state in ('applied', 'undoing', 'closed')`,
        [order_id],
      );
      return Number(rows[0]?.sum);
    };

    // Both are being written: the goods wait for their pool while the parcel is looked at.
    const seller = await house.db.connect();
    await seller.query("begin");
    await seller.query("select 1 from pool where id = $1 for update", [house.pool_id]);
    const waiting = async (count: number) => {
      const { rowCount } = await house.db.query(
        `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
      );
      return (rowCount ?? 0) >= count;
    };
    const goods = house.apply(spoiled);
    while (!(await waiting(1))) await setTimeout(10);
    let over = false;
    const parcel = house.apply(lost).finally(() => {
      over = true;
    });
    while (!over && !(await waiting(2))) await setTimeout(10);
    await seller.query("commit");
    seller.release();
    expect(await goods).toMatchObject({ state: "applied" });
    expect(await parcel).toMatchObject({ state: "entered", problem: "stale" });
    expect(await freight()).toBeLessThanOrEqual(paid);

    // Looked at anew: all is gone now, and all that was paid goes back.
    const anew = value(await previewShort(house.container, lost.id));
    expect(await house.apply(anew)).toMatchObject({ state: "closed" });
    expect(await freight()).toBe(paid);
    expect(await broken(house)).toEqual([]);
  });

  it("ten people press apply at once: it is applied once", async () => {
    await drain();
    const lot = await house.lot(3000);
    const { order_id } = await house.order([{ packs: 3 }]);
    const short = await house.enter({ lot_id: lot, units: 1000 });
    const ends = await Promise.all(Array.from({ length: 10 }, () => house.apply(short)));
    expect(new Set(ends.map((one) => one.state))).toEqual(new Set(["applied"]));
    expect((await refundsOf(order_id)).length).toBe(1);
    expect(await broken(house)).toEqual([]);
  });
});

describe("a lost parcel", () => {
  it("refunds the buyer in full, pays the households in full, stands as a claim on the carrier, and the order ends", async () => {
    await drain();
    await house.lot(60_000, "household_a");
    const { order_id } = await house.order([{ packs: 40, paid: 80_000, tax: 8000 }]);
    const parcels = await live(order_id);
    expect(parcels.length).toBeGreaterThan(1);
    await house.ship(await house.handOver(order_id));
    for (const parcel of parcels.slice(1)) await deliver(parcel.number);
    expect(await jobs("post", order_id)).toBe(0);
    const short = await house.enter({ kind: "parcel_lost", parcel_id: parcels[0]!.id, reason: "carrier says lost" });
    expect(short.view?.borne_minor).toBeGreaterThan(0);
    expect(await house.apply(short)).toMatchObject({ state: "closed" });
    expect(await jobs("post", order_id)).toBe(1);
    expect(await jobs("refund", "refund_")).toBe(1 + refundsSoFar);
    const posted = await house.settlement.postSale({
      order_id,
      allocations: await house.pools.allocationsOfOrder(order_id),
      freight: await house.parcels.freightOfOrder(order_id),
    });
    expect(posted.ok).toBe(true);
    // As if nothing had been lost: the household's money is what the same order gives without the loss.
    const shares = await house.db.query<{ sum: string }>(
      "select sum(r.amount_minor) from sale_line_row r join sale_line l on l.id = r.sale_line_id where l.order_id = $1 and r.account = 'household_payable'",
      [order_id],
    );
    const whole = await house.db.query<{ paid: string; tax: string; freight: string }>(
      "select paid_minor as paid, tax_minor as tax, freight_minor as freight from sale_line where order_id = $1",
      [order_id],
    );
    const net = Number(whole.rows[0]!.paid) - Number(whole.rows[0]!.tax) - Number(whole.rows[0]!.freight) - 40 * 40;
    expect(Number(shares.rows[0]!.sum)).toBe(net - Math.floor((net * 300) / 10_000) - Math.floor((net * 500) / 10_000));
    expect(await broken(house)).toEqual([]);
    const again = await enterShort(house.container, {
      cooperative_id: house.cooperative_id,
      kind: "parcel_lost",
      parcel_id: parcels[0]!.id,
      restock: false,
      reason: "x",
      person: "m",
      idempotency_key: "again-again",
    });
    expect(reasonOf(again)).toBe("parcel_accounted");
  });
});

describe("an entry that can't be", () => {
  it("is refused with its field and leaves nothing behind", async () => {
    await drain();
    const lot = await house.lot(1000);
    const entry = {
      cooperative_id: house.cooperative_id,
      kind: "lot_spoiled" as const,
      lot_id: lot,
      units: 1001,
      restock: false,
      reason: "x",
      person: "m",
      idempotency_key: "key-key-key",
    };
    const before = (await house.db.query("select 1 from short")).rowCount;
    expect(reasonOf(await enterShort(house.container, entry))).toBe("loss_over_stock");
    expect(reasonOf(await enterShort(house.container, { ...entry, cooperative_id: "coop_other" }))).toBe(
      "lot_not_found",
    );
    expect((await house.db.query("select 1 from short")).rowCount).toBe(before);
    const { order_id } = await house.order([{ packs: 1 }]);
    expect(order_id).toBeTruthy();
  });
});

let refundsSoFar = 0;
/** All that is free in the pool is sold to an order of its own, so that the next test starts with nothing to fill in. */
async function drain(): Promise<void> {
  const { rows } = await house.db.query<{ free: string }>("select on_hand - held as free from pool where id = $1", [
    house.pool_id,
  ]);
  const free = Number(rows[0]?.free ?? 0);
  refundsSoFar = (await jobs("refund", "refund_")) ?? 0;
  if (free > 0) await house.order([{ packs: 1, pack_units: free }]);
}

async function deliver(number: string): Promise<void> {
  await house.parcels.recordCarrierEvents({
    message_id: `out_${number}`,
    events: [{ event_id: `e_${number}`, number, said: "delivered", at: new Date(), place: null }],
    hold_days: new Map(),
  });
}
