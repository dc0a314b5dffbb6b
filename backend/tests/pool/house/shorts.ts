import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { eventually, type House } from "../../../../dev/src/testing/house";
import { cardsOf, deskToken, pack, purchase, shopper, weighIn } from "../../checkout/support";

const GOODS = "maya-walnuts";

/** A short of a real order, from the desk over HTTP to the refund at the card processor's stand-in. */
export function shorts(house: () => House): void {
  const call = async (token: string | undefined, path: string, body?: unknown) => {
    const answer = await fetch(`${house().backendUrl}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        "content-type": "application/json",
        "x-publishable-api-key": house().seed.publishable_key,
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });

    return { status: answer.status, body: await answer.json() };
  };

  test("culled at packing: previewed, applied by the manager, refunded when the goods leave, and the buyer reads it", async () => {
    const weigher = await deskToken(house(), "weigher", "wudu");
    const packer = await deskToken(house(), "packer", "wudu");
    const manager = await deskToken(house(), "manager", "wudu");
    const [card] = await cardsOf(house(), GOODS);
    await weighIn(house(), weigher, GOODS, 10_000, card ?? "");
    const order = await shopper(house()).buy(
      purchase(house(), [{ variant_id: pack(house(), GOODS, 500), quantity: 4 }]),
    );
    const ready = async () => {
      const found = await house().db.query<{ states: string[] }>(
        "select array_agg(state) as states from parcel where order_id = $1 and state <> 'void'",
        [order.id],
      );
      const paid = await house().db.query("select 1 from sale where order_id = $1", [order.id]);
      return paid.rowCount === 1 && found.rows[0]?.states?.every((state) => state === "labelled") === true;
    };
    await eventually(ready, { timeout_ms: 90_000, message: "the order was not labelled and paid" });
    const given = await house().db.query<{ lot_id: string; units: string }>(
      "select lot_id, units from allocation where order_id = $1 order by units desc limit 1",
      [order.id],
    );
    const lot = given.rows[0]!;
    const entry = {
      kind: "culled",
      lot_id: lot.lot_id,
      order_id: order.id,
      units: Math.min(600, Number(lot.units)),
      policy: "refund",
      reason: "shells broken",
      idempotency_key: randomUUID(),
    };
    expect((await call(weigher, "/desk/shorts", { ...entry, units: 999_999_999 })).body).toMatchObject({
      code: "loss_over_stock",
      field: "units",
    });
    const entered = await call(packer, "/desk/shorts", entry);
    expect(entered.status).toBe(201);
    const { short } = entered.body;
    expect(short).toMatchObject({ state: "previewed", preview: { buyers: [{ order_id: order.id }] } });
    expect((await call(packer, "/desk/shorts", entry)).body.short.id).toBe(short.id);
    expect((await call(packer, `/desk/shorts/${short.id}/apply`, { plan_hash: short.plan_hash })).status).toBe(403);
    expect((await call(manager, `/desk/shorts/${short.id}/apply`, { plan_hash: "0".repeat(64) })).status).toBe(409);

    const applied = await call(manager, `/desk/shorts/${short.id}/apply`, { plan_hash: short.plan_hash });
    expect(applied.body.short).toMatchObject({ state: "applied", done: true });
    const told = await call(undefined, `/store/orders/${order.id}/parcels`);
    expect(told.body.shorts).toMatchObject([{ packs: short.preview.buyers[0].packs_short, refund: "promised" }]);
    expect(JSON.stringify(told.body)).not.toMatch(/household_id|shells broken/);

    await eventually(ready, { timeout_ms: 90_000, message: "the order was not labelled again" });
    expect((await call(packer, "/desk/handovers", { order_id: order.id })).status).toBe(201);
    await eventually(
      async () => (await call(undefined, `/store/orders/${order.id}/parcels`)).body.shorts[0]?.refund === "sent",
      { timeout_ms: 90_000, message: "the refund was not sent" },
    );
    const intent = await house().db.query<{ provider_ref: string }>(
      "select provider_ref from sale where order_id = $1",
      [order.id],
    );
    const refunds = await fetch(`${house().stripeUrl}/v1/refunds?payment_intent=${intent.rows[0]?.provider_ref}`, {
      headers: { authorization: "Bearer sk_test_standin" },
    });
    const { data } = (await refunds.json()) as { data: { amount: number }[] };
    expect(data.map((one) => one.amount)).toEqual([short.refund_minor]);
    expect((await call(manager, `/desk/shorts/${short.id}/undo`, {})).status).toBe(400);
    const life = await call(weigher, `/desk/lots/${lot.lot_id}`);
    expect(life.body.shorts).toMatchObject([{ number: short.number, state: "closed" }]);
    const parcels = life.body.parcels as { state: string }[];
    expect(parcels.map((parcel) => parcel.state)).not.toContain("void");
  });
}
