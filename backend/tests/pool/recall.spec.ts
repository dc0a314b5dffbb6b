import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ContainerRegistrationKeys } from "@medusajs/framework/utils";
import type { Knex } from "knex";
import { notifyRecall } from "../../src/workflows/pool/recall";
import { previewShort } from "../../src/workflows/pool/short/preview";
import { workOutEntries } from "../../src/workflows/pool/take-out";
import { lotsOfParcel, parcelsOfLot } from "../../src/workflows/pool/trace";
import { reasonOf } from "../settlement/house";
import { shortHouse, value, type ShortHouse } from "./short-house";
import { broken } from "./short-picture";

let house: ShortHouse;
beforeAll(async () => {
  house = await shortHouse();
});
afterAll(() => house?.close());

const recall = (lot_id: string, key = `key-${lot_id}`) =>
  house.pools.recalls.open({
    cooperative_id: house.cooperative_id,
    lot_id,
    reason: "pesticide above the limit",
    advice: "Please do not eat it.",
    person: "member_packer",
    idempotency_key: key,
  });
const end = (recall_id: string, how: "released" | "wasted") =>
  house.pools.recalls.end({
    recall_id,
    cooperative_id: house.cooperative_id,
    how,
    reason: "laboratory says so",
    person: "m",
  });
const available = async () => {
  const pool = await house.pools.poolOf(house.pool_id, house.cooperative_id);
  return (pool?.on_hand ?? 0) - (pool?.held ?? 0);
};

describe("a recalled lot", () => {
  it("is neither sold nor allocated nor handed over, is taken out of its orders, and is thrown away at the end", async () => {
    const bad = await house.lot(4000);
    const sold = await house.order([{ packs: 3 }]);
    const good = await house.lot(5000);
    expect(await available()).toBe(6000);
    const opened = value(await recall(bad));
    expect(value(await recall(bad)).id).toBe(opened.id);
    expect(opened).toMatchObject({ kept: 1000, in_orders: 3000, gone: 0 });
    expect(await available()).toBe(5000);
    expect(await broken(house)).toEqual([]);

    const next = await house.order([{ packs: 2 }]);
    expect((await house.pools.allocationsOfOrder(next.order_id)).map((a) => a.lot_id)).toEqual([good]);
    const recalled_lots = await house.pools.recalls.lotsOf(house.cooperative_id);
    const leaving = await house.parcels.handOver({
      cooperative_id: house.cooperative_id,
      person: "m",
      order_id: sold.order_id,
      recalled_lots,
    });
    expect(reasonOf(leaving)).toBe("parcels_held_back");
    expect(reasonOf(await end(opened.id, "wasted"))).toBe("still_in_orders");

    const out = await house.apply(await house.enter({ kind: "recalled", lot_id: bad, units: 3000 }));
    expect(out.state).toBe("applied");
    expect((await house.pools.allocationsOfOrder(sold.order_id)).map((a) => [a.lot_id, a.units])).toEqual([
      [good, 3000],
    ]);
    expect(await broken(house)).toEqual([]);
    await house.label(sold.order_id);
    expect(
      (
        await house.parcels.handOver({
          cooperative_id: house.cooperative_id,
          person: "m",
          order_id: sold.order_id,
          recalled_lots,
        })
      ).ok,
    ).toBe(true);

    expect(value(await end(opened.id, "wasted"))).toMatchObject({ state: "wasted", kept: 0 });
    expect(value(await end(opened.id, "wasted")).state).toBe("wasted");
    expect(await available()).toBe(0);
    expect(await broken(house)).toEqual([]);
  });

  it("let go is sold again, as much as was held back", async () => {
    const lot = await house.lot(2000);
    const before = await available();
    const opened = value(await recall(lot));
    expect(await available()).toBe(before - 2000);
    value(await end(opened.id, "released"));
    expect(await available()).toBe(before);
    expect(reasonOf(await end(opened.id, "wasted"))).toBe("recall_ended");
    expect(value(await recall(lot, "key-once-more")).state).toBe("open");
    expect(reasonOf(await recall(lot, "key-and-again"))).toBe("recall_open");
    value(await end((await house.pools.recalls.ofLot(lot))[0]!.id, "released"));
    expect(await broken(house)).toEqual([]);
  });

  it("does not fill in for another lot, and stays promised where others are paying for it right now", async () => {
    const lot = await house.lot(3000);
    const wanted = [{ pool_id: house.pool_id, units: (await available()) - 1000 }];
    value(await house.pools.holdForCart({ cart_id: "cart_paying", run_id: "r", lines: wanted }));
    const opened = value(await recall(lot));
    expect(await available()).toBe(0);
    expect(await broken(house)).toEqual([]);
    expect(reasonOf(await end(opened.id, "wasted"))).toBe("promised_elsewhere");
    await house.pools.releaseHold({ cart_id: "cart_paying", reason: "gone" });
    expect(value(await end(opened.id, "wasted")).state).toBe("wasted");
    expect(await broken(house)).toEqual([]);
  });

  it("made while a quote holds the whole pool is kept from sale as soon as the quote ends, in the same commit", async () => {
    await house.order([{ packs: 1, pack_units: await available() }]).catch(() => undefined);
    const lot = await house.lot(3000);
    const quote = { kind: "quote" as const, owner_id: "quote_all", cooperative_id: house.cooperative_id };
    value(
      await house.pools.buyerHolds.holdFor({
        ...quote,
        lines: [{ pool_id: house.pool_id, units: 3000 }],
        expires_at: new Date(Date.now() + 3_600_000),
        note: "",
        person: "m",
      }),
    );
    const opened = value(await recall(lot, "key-all-held"));
    expect(await broken(house)).toEqual([]);
    await house.db.query("update hold set expires_at = now() - interval '1 second' where owner_id = 'quote_all'");
    await house.pools.releaseExpired();
    expect(await available()).toBe(0);
    const one = { run_id: "r", lines: [{ pool_id: house.pool_id, units: 1000 }] };
    expect(reasonOf(await house.pools.holdForCart({ cart_id: "cart_after_quote", ...one }))).toBe("insufficient_stock");
    expect(await broken(house)).toEqual([]);

    // Ended by hand, and goods that come in meanwhile: what was promised rests on the good ones.
    value(await end(opened.id, "released"));
    value(
      await house.pools.holdForCart({ cart_id: "cart_all", run_id: "r", lines: [{ ...one.lines[0]!, units: 3000 }] }),
    );
    const again = value(await recall(lot, "key-all-held-again"));
    await house.lot(1000);
    expect(reasonOf(await house.pools.holdForCart({ cart_id: "cart_after_quote", ...one }))).toBe("insufficient_stock");
    await house.pools.releaseHold({ cart_id: "cart_all", reason: "gone" });
    expect(await available()).toBe(1000);
    expect(await broken(house)).toEqual([]);
    value(await end(again.id, "wasted"));
    expect(await broken(house)).toEqual([]);
  });

  it("of another cooperative is not there", async () => {
    const lot = await house.lot(1000);
    expect(
      reasonOf(
        await house.pools.recalls.open({
          cooperative_id: "coop_other",
          lot_id: lot,
          reason: "x",
          advice: "y",
          person: "m",
          idempotency_key: "key-other-coop",
        }),
      ),
    ).toBe("lot_not_found");
  });
});

it("what becomes available goes to recalled lots in as many statements for thirty as for one", async () => {
  const own = await shortHouse();
  const knex: Knex = own.container.resolve(ContainerRegistrationKeys.PG_CONNECTION);
  let statements = 0;
  knex.on("query", () => (statements += 1));
  const freed = async (lots: number) => {
    const held = { kind: "quote" as const, owner_id: `quote_${lots}`, cooperative_id: own.cooperative_id };
    const ids = await Promise.all(Array.from({ length: lots }, () => own.lot(1000)));
    value(
      await own.pools.buyerHolds.holdFor({
        ...held,
        lines: [{ pool_id: own.pool_id, units: lots * 1000 }],
        expires_at: new Date(Date.now() + 3_600_000),
        note: "",
        person: "m",
      }),
    );
    for (const [n, lot_id] of ids.entries()) {
      value(
        await own.pools.recalls.open({
          cooperative_id: own.cooperative_id,
          lot_id,
          reason: "mould",
          advice: "Do not eat it.",
          person: "m",
          idempotency_key: `many-${lots}-${n}`,
        }),
      );
    }
    await own.db.query("update hold set expires_at = now() - interval '1 second' where owner_id = $1", [held.owner_id]);
    statements = 0;
    await own.pools.releaseExpired();
    const used = statements;
    const { rows } = await own.db.query(
      "select count(*)::int as kept from hold h join hold_line l on l.hold_id = h.id where h.kind = 'recall' and h.owner_id = any($1)",
      [ids],
    );
    expect(rows[0]).toEqual({ kept: lots });
    expect(await broken(own)).toEqual([]);
    return used;
  };
  try {
    const one = await freed(1);
    expect(await freed(30)).toBe(one);
  } finally {
    await own.close();
  }
});

describe("a recalled lot that was split", () => {
  it("is held back with all that came of it, in every pool: traced, told, let go and thrown away together", async () => {
    const family = await shortHouse();
    try {
      const other = await family.otherGrade();
      await family.db.query(
        `insert into household (id, cooperative_id, village_id, name, card_number, phone_sealed, phone_last4) values ('household_f', $1, 'v', '王秀英', 'ZT0001', 'x', '0000')`,
        [family.cooperative_id],
      );
      const lot = await family.lot(9000, "household_f");
      const split = async (lot_id: string, to_pool_id: string, units: number) =>
        value(
          await family.pools.splits.split({
            cooperative_id: family.cooperative_id,
            lot_id,
            to_pool_id,
            units,
            reason: "graded again",
            person: "m",
            idempotency_key: `split-${lot_id}-${units}`,
          }),
        ).to_lot_id;
      const child = await split(lot, other, 8000);
      const grandchild = await split(child, family.pool_id, 5000);
      await split(lot, other, 1000);
      expect(await family.pools.lotLives.life(lot, family.cooperative_id)).toMatchObject({ left: 0, units: 9000 });
      expect(await family.pools.lotLives.relatives(child)).toMatchObject({
        parent: { lot_id: lot },
        children: [{ lot_id: grandchild, units: 5000 }],
      });
      const { order_id } = await family.order([{ packs: 2 }]);
      const left = await family.order([{ packs: 1 }]);
      await family.ship(await family.handOver(left.order_id));
      const asked = { cooperative_id: family.cooperative_id, limit: 10 };
      const parcels = await parcelsOfLot(family.container, { lot_id: lot, ...asked });
      expect(new Map(parcels.map((p) => [p.order_id, p.units]))).toEqual(
        new Map([
          [order_id, 2000],
          [left.order_id, 1000],
        ]),
      );

      const open = (lot_id: string) =>
        family.pools.recalls.open({
          cooperative_id: family.cooperative_id,
          lot_id,
          reason: "pesticide above the limit",
          advice: "Please do not eat it.",
          person: "m",
          idempotency_key: `recall-${lot_id}`,
        });
      const close = (recall_id: string, how: "released" | "wasted") =>
        family.pools.recalls.end({ recall_id, cooperative_id: family.cooperative_id, how, reason: "so", person: "m" });
      const free = async (pool_id: string) => {
        const pool = await family.pools.poolOf(pool_id, family.cooperative_id);
        return (pool?.on_hand ?? 0) - (pool?.held ?? 0);
      };
      const own = value(await open(grandchild));
      expect([await free(family.pool_id), await free(other)]).toEqual([0, 4000]);
      const opened = value(await open(lot));
      expect(opened).toMatchObject({ kept: 6000, in_orders: 2000, gone: 1000 });
      expect(reasonOf(await open(child))).toBe("recall_open");
      expect([await free(family.pool_id), await free(other)]).toEqual([0, 0]);
      expect(await family.pools.recalls.lotsOf(family.cooperative_id)).toHaveLength(4);
      expect((await family.pools.recalls.ofLot(grandchild)).map((one) => one.id).sort()).toEqual(
        [own.id, opened.id].sort(),
      );
      expect((await notifyRecall(family.container, opened)).told).toBe(1);
      expect(await broken(family)).toEqual([]);

      // Its own recall ends; that of the lot it came of still holds it.
      value(await close(own.id, "released"));
      expect([await free(family.pool_id), await free(other)]).toEqual([0, 0]);
      expect(reasonOf(await close(opened.id, "wasted"))).toBe("still_in_orders");
      for (const one of (await family.pools.recalls.family(lot)).filter((l) => l.in_orders > 0)) {
        const short = await family.enter({ kind: "recalled", lot_id: one.lot_id, units: one.in_orders });
        expect((await family.apply(short)).state).toBe("applied");
      }
      expect(value(await close(opened.id, "wasted"))).toMatchObject({ state: "wasted", kept: 0, in_orders: 0 });
      expect(await family.pools.recalls.lotsOf(family.cooperative_id)).toEqual([]);
      expect(await broken(family)).toEqual([]);
    } finally {
      await family.close();
    }
  });

  it("killed while it is being taken out of its orders, no lot of it is forgotten: the job goes on", async () => {
    const family = await shortHouse();
    try {
      const { cooperative_id, pools, container } = family;
      const lot = await family.lot(9000);
      const child = value(
        await pools.splits.split({
          cooperative_id,
          lot_id: lot,
          to_pool_id: await family.otherGrade(),
          units: 4000,
          reason: "graded again",
          person: "m",
          idempotency_key: "split-take-out",
        }),
      ).to_lot_id;
      const back = value(
        await pools.splits.split({
          cooperative_id,
          lot_id: child,
          to_pool_id: family.pool_id,
          units: 3000,
          reason: "graded again",
          person: "m",
          idempotency_key: "split-back-again",
        }),
      ).to_lot_id;
      // Both lots of the first pool are in one order.
      const { order_id } = await family.order([{ packs: 8 }]);
      const opened = value(
        await pools.recalls.open({
          cooperative_id,
          lot_id: lot,
          reason: "pesticide above the limit",
          advice: "Please do not eat it.",
          person: "m",
          idempotency_key: `recall-${lot}`,
        }),
      );
      const press = () => pools.recalls.takeOut({ recall_id: opened.id, cooperative_id, person: "m" });
      // The transaction commits, and the process is gone before the first preview.
      const entered = value(await press());
      expect(new Set(entered.map((one) => one.lot_id))).toEqual(new Set([lot, back]));
      expect(value(await press()).map((one) => one.id)).toEqual(entered.map((one) => one.id));
      const waiting = await family.db.query<{ payload: object }>(
        `select payload from outbox_message where job = 'take-out' and done_at is null`,
      );
      expect(waiting.rows[0]?.payload).toEqual({ recall_id: opened.id });

      expect(await workOutEntries(container, { recall_id: opened.id })).toEqual({ worked_out: 2, left: 0 });
      expect(await workOutEntries(container, { recall_id: opened.id })).toEqual({ worked_out: 0, left: 0 });
      for (const { id } of entered) {
        const short = value(await previewShort(container, id));
        expect((await family.apply(short)).state).toBe("applied");
      }
      const left = (await pools.allocationsOfOrder(order_id)).filter((one) => one.units > 0);
      expect(left.map((one) => one.lot_id).filter((id) => id === lot || id === back)).toEqual([]);
      expect(reasonOf(await press())).toBe("nothing_in_orders");
      expect(await broken(family)).toEqual([]);
    } finally {
      await family.close();
    }
  });

  it("is found however it is split while it is recalled", async () => {
    const family = await shortHouse();
    try {
      const other = await family.otherGrade();
      const lot = await family.lot(9000);
      await Promise.all([
        ...[1, 2, 3].map((n) =>
          family.pools.splits.split({
            cooperative_id: family.cooperative_id,
            lot_id: lot,
            to_pool_id: other,
            units: 1000,
            reason: "graded again",
            person: "m",
            idempotency_key: `race-${n}`,
          }),
        ),
        family.pools.recalls.open({
          cooperative_id: family.cooperative_id,
          lot_id: lot,
          reason: "mould",
          advice: "x",
          person: "m",
          idempotency_key: "race-recall",
        }),
      ]);
      const { rows } = await family.db.query<{ free: number }>(
        "select coalesce(sum(on_hand - held), 0)::int as free from pool",
      );
      expect(rows[0]?.free).toBe(0);
      expect(await broken(family)).toEqual([]);
    } finally {
      await family.close();
    }
  });
});

describe("traced and told", () => {
  it("from a lot to every parcel, from a parcel to every lot, and everybody concerned hears once", async () => {
    await house.db.query(
      `insert into household (id, cooperative_id, village_id, name, card_number, phone_sealed, phone_last4) values ('household_t', $1, 'v', '王秀英', 'ZT0001', 'x', '0000')`,
      [house.cooperative_id],
    );
    await house.order([{ packs: 1, pack_units: await available() }]).catch(() => undefined);
    const lot = await house.lot(9000, "household_t");
    const { order_id } = await house.order([{ packs: 6 }]);
    const parcels = await parcelsOfLot(house.container, {
      lot_id: lot,
      cooperative_id: house.cooperative_id,
      limit: 100,
    });
    expect(parcels.map((p) => [p.order_id, p.units])).toEqual([[order_id, 6000]]);
    expect(await lotsOfParcel(house.container, parcels[0]!.parcel_id)).toMatchObject([
      { lot_id: lot, household_name: "王秀英", card_number: "ZT0001", units: 6000, recalled: false },
    ]);
    await house.ship(await house.handOver(order_id));
    const opened = value(await recall(lot, "key-to-be-told"));
    expect(await notifyRecall(house.container, opened)).toEqual({ told: 1 });
    expect(await notifyRecall(house.container, opened)).toEqual({ told: 0 });
    const sms = await house.db.query<{ text: string; to_sealed: string }>(
      "select text, to_sealed from buyer_notice where subject_id = $1",
      [opened.id],
    );
    expect(sms.rows[0]?.text).toContain("Please do not eat it.");
    expect(sms.rows[0]?.to_sealed).not.toContain("1391234");
    const told = await house.db.query("select 1 from notice where kind = 'recall' and household_id = 'household_t'");
    expect(told.rowCount).toBe(1);
    value(await end(opened.id, "released"));
  });
});
