import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, type House } from "../../../../dev/src/testing/house";
import { pack } from "../../checkout/support";
import { pickupKit, WAIT } from "./pickup-kit";

const GOODS = "maya-walnuts";

/** What goes wrong with goods that are fetched: lost at the point and sent again, short, cancelled. */
export function pickupAfter(house: () => House): void {
  const kit = pickupKit(house);
  const { desk, rows, store, labelled, waiting, keyOf, giveOut } = kit;
  let point: Awaited<ReturnType<typeof kit.point>>;
  let cooperative_id: string;
  const bought = async (quantity: number) => {
    const lines = [{ variant_id: pack(house(), GOODS, 500), quantity }];
    const order = await kit.finish(await kit.cartOf(lines, [{ cooperative_id, point_id: point.id }]));
    const [parcel] = await labelled(order.id);
    return { order_id: order.id, parcel_id: parcel?.id ?? "" };
  };

  beforeAll(async () => {
    cooperative_id = await kit.cooperativeOf(GOODS);
    point = await kit.point();
    await kit.stock(GOODS, 10_000);
  }, 300_000);
  afterAll(() => point.end(), 120_000);

  test("lost at the point: no carrier is named for it, and what is sent again is fetched there by a code of its own", async () => {
    const [packer, manager] = [await desk("packer"), await desk("manager")];
    const { order_id, parcel_id } = await bought(2);
    const before = await waiting(order_id);
    expect((await packer.post(`/desk/point-orders/${before.id}/ready`, {})).body).toEqual({ moved: 1 });
    const opened = await packer.post("/desk/claims", {
      parcel_id,
      kind: "lost",
      words: "it is not at the point",
      wish: "reship",
      idempotency_key: randomUUID(),
    });
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    const at = `/desk/claims/${opened.body.claim.id}`;
    const { claim } = (await manager.get(at)).body;
    expect(claim).toMatchObject({ causes: ["packing", "goods"], carrier_due_on: null });
    const possible = ((claim.preview?.refund?.shares ?? []) as { cause: string }[]).map((one) => one.cause);
    expect(possible).toEqual(["packing", "goods"]);
    const refused = (field: string) => ({ status: 400, body: { code: "no_carrier", field } });
    expect(await manager.post(`${at}/decision`, { remedy: "reship", cause: "carrier" })).toMatchObject(
      refused("cause"),
    );
    expect(await packer.post(`${at}/inspection`, { finding: "carrier", words: "gone" })).toMatchObject(
      refused("finding"),
    );
    expect((await packer.post(`${at}/asked`, { ref: "A-1" })).body.code).toBe("claim_state");
    const decided = await manager.post(`${at}/decision`, { remedy: "reship", cause: "packing" });
    expect(decided.body.claim, JSON.stringify(decided.body)).toMatchObject({ state: "done", carrier_minor: 0 });
    const again = String(decided.body.claim.replacement_order_id);
    expect(await labelled(again)).toMatchObject([{ carrier: "pickup" }]);
    const next = await waiting(again);
    expect(next.point_id).toBe(before.point_id);
    expect(next.id).not.toBe(before.id);
    // The lost one is given out no more, the new one is, by its own code.
    expect((await packer.post(`/desk/point-orders/${before.id}/fetched`, { code: before.code })).body.code).toBe(
      "not_ready",
    );
    await giveOut(again);
    await kit.becomes(again, "delivered");
    expect(await kit.sound()).toEqual([]);
  }, 900_000);

  test("short at packing: planned again to its point, the rest is fetched, and only goods go back; a cancelled one waits nowhere", async () => {
    const [packer, manager] = [await desk("packer"), await desk("manager")];
    const { order_id } = await bought(4);
    const code = (await waiting(order_id)).code;
    const [lot] = await rows<{ lot_id: string; units: string }>(
      "select lot_id, units from allocation where order_id = $1 order by units desc limit 1",
      order_id,
    );
    const entered = await packer.post("/desk/shorts", {
      kind: "culled",
      lot_id: lot?.lot_id,
      order_id,
      units: Math.min(500, Number(lot?.units)),
      policy: "refund",
      reason: "shells broken",
      idempotency_key: randomUUID(),
    });
    expect(entered.status, JSON.stringify(entered.body)).toBe(201);
    const { short } = entered.body;
    const [packs] = (short.preview.buyers as { packs_short: number }[]).map((one) => one.packs_short);
    const applied = await manager.post(`/desk/shorts/${short.id}/apply`, { plan_hash: short.plan_hash });
    expect(applied.body.short, JSON.stringify(applied.body)).toMatchObject({ state: "applied" });
    // No freight was paid, so none goes back: a pack of 500 g costs 18 yuan.
    expect(short.refund_minor).toBe((packs ?? 0) * 1_800);
    expect(await labelled(order_id)).toMatchObject([{ carrier: "pickup" }]);
    expect((await waiting(order_id)).code).toBe(code);
    await giveOut(order_id);
    await eventually(async () => (await store(`/store/orders/${order_id}/parcels`)).body.shorts[0]?.refund === "sent", {
      ...WAIT,
      message: "the refund was not sent",
    });

    const gone = await bought(1);
    const one = await waiting(gone.order_id);
    const cancelled = await store(`/store/orders/${gone.order_id}/cancel`, {}, await keyOf(gone.order_id));
    expect(cancelled.status, JSON.stringify(cancelled.body)).toBe(202);
    await kit.becomes(gone.order_id, "void");
    await eventually(
      async () =>
        (await rows(`select 1 from "order" where id = $1 and status = 'canceled'`, gone.order_id)).length === 1,
      { ...WAIT, message: "the order was not cancelled" },
    );
    expect((await packer.post(`/desk/point-orders/${one.id}/ready`, {})).body.code).toBe("parcels_not_ready");
    expect((await packer.post(`/desk/point-orders/${one.id}/fetched`, { code: one.code })).body.code).toBe("not_ready");
    const listed = (await packer.get("/desk/point-orders")).body.orders as { id: string }[];
    expect(listed.map((other) => other.id)).not.toContain(one.id);
    expect(await kit.sound()).toEqual([]);
  }, 900_000);
}
