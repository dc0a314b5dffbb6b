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
    // The lot may have been short for another order, too.
    expect(life.body.shorts).toContainEqual(expect.objectContaining({ number: short.number, state: "closed" }));
    const parcels = life.body.parcels as { state: string }[];
    expect(parcels.map((parcel) => parcel.state)).not.toContain("void");
  });

  test("a wholesale buyer is sent the question, answers by the link, and waits for fresh goods, which fill the order", async () => {
    const weigher = await deskToken(house(), "weigher", "wudu");
    const packer = await deskToken(house(), "packer", "wudu");
    const manager = await deskToken(house(), "manager", "wudu");
    const [card = ""] = await cardsOf(house(), GOODS);
    await weighIn(house(), weigher, GOODS, 2_000, card);
    const variant_id = pack(house(), GOODS, 500);
    const addressees = [0, 1, 2].map((index) => ({
      name: `王${index}`,
      phone: `1391234000${index}`,
      province_code: "44",
      city: "广州市",
      address: `路${index}号`,
      packs: 1,
    }));
    const { body: sent } = await call(undefined, "/store/wholesale/addressee-lists", {
      title: "年货",
      product_variant_id: variant_id,
      addressees,
    });
    const order = await shopper(house()).buy(
      purchase(house(), [{ variant_id, quantity: 3 }], {
        email: "buyer@example.com",
        metadata: { addressee_list_id: sent.addressee_list.id },
      }),
    );
    await eventually(
      async () => {
        const found = await house().db.query(
          "select 1 from parcel where order_id = $1 and state = 'labelled' and exists (select from sale where order_id = $1)",
          [order.id],
        );
        return found.rowCount === 3;
      },
      { timeout_ms: 90_000, message: "the order was not labelled and paid" },
    );
    const { rows } = await house().db.query<{ lot_id: string; pool_id: string }>(
      "select lot_id, pool_id from allocation where order_id = $1 order by units desc limit 1",
      [order.id],
    );
    const { lot_id, pool_id } = rows[0]!;
    const policy = await call(packer, `/desk/pools/${pool_id}/short-policy`, {
      policy: "wait",
      wait_days: 5,
      reason: "because",
    });
    expect(policy.status).toBe(403);
    expect(
      (await call(manager, `/desk/pools/${pool_id}/short-policy`, { policy: "wait", wait_days: 5, reason: "村民会议" }))
        .body,
    ).toMatchObject({ in_force: { policy: "wait", wait_days: 5 } });
    expect((await call(packer, `/desk/pools/${pool_id}/short-policy`)).body).toMatchObject({
      in_force: { policy: "wait", wait_days: 5 },
      changes: [{ policy: "wait", reason: "村民会议" }],
    });
    // All that is free of the pool is waste, so that what is missing stays missing.
    const everything = await house().db.query<{ id: string; free: string }>(
      "select id, sellable_units - allocated - wasted as free from lot where pool_id = $1 and sellable_units > allocated + wasted",
      [pool_id],
    );
    for (const lot of everything.rows) {
      const free = {
        kind: "lot_spoiled",
        lot_id: lot.id,
        units: Number(lot.free),
        reason: "mould",
        idempotency_key: randomUUID(),
      };
      const gone = await call(packer, "/desk/shorts", free);
      expect(gone.status).toBe(201);
      const { id, plan_hash } = gone.body.short;
      expect((await call(manager, `/desk/shorts/${id}/apply`, { plan_hash })).status).toBe(200);
    }
    const entered = await call(packer, "/desk/shorts", {
      kind: "culled",
      lot_id,
      order_id: order.id,
      units: 300,
      reason: "shells broken",
      idempotency_key: randomUUID(),
    });
    const { short } = entered.body;
    expect(short).toMatchObject({
      state: "waiting_for_buyer",
      preview: { buyers: [{ packs_short: 1, refund_minor: 0 }] },
    });
    const options = short.preview.options as { policy: string; chosen: boolean; packs_waiting: number }[];
    expect(options.map((one) => [one.policy, one.packs_waiting, one.chosen])).toEqual([
      ["substitute", 0, false],
      ["refund", 0, false],
      ["wait", 1, true],
      ["split", 1, false],
    ]);
    const apply = () => call(manager, `/desk/shorts/${short.id}/apply`, { plan_hash: short.plan_hash });
    expect(await apply()).toMatchObject({ status: 400, body: { code: "ask_first" } });
    const mail = async () =>
      (
        await house().db.query<{ text: string }>(
          "select text from buyer_notice where order_id = $1 and state = 'sent' and subject_id !~ '^(placed|sent):' order by created_at desc",
          [order.id],
        )
      ).rows.map((one) => one.text);
    await eventually(async () => (await mail()).length === 1, {
      timeout_ms: 60_000,
      message: "the question was not sent",
    });
    const token = /\/zh\/answer\/([\w-]+)/.exec((await mail())[0] ?? "")?.[1] ?? "";
    expect((await call(undefined, `/store/short-questions/${token}`)).body.question).toMatchObject({
      open: true,
      wait_days: 5,
      lines: [{ packs: 3, packs_short: 1, refund_minor: 0 }],
    });
    expect((await call(undefined, `/store/short-questions/${token}`, { answer: "accept" })).status).toBe(200);
    expect((await call(undefined, `/store/short-questions/${token}`, { answer: "decline" })).status).toBe(400);
    expect((await apply()).body.short).toMatchObject({ state: "applied", waits: [{ packs: 1, state: "waiting" }] });
    expect((await call(undefined, `/store/orders/${order.id}/parcels`)).body.shorts).toMatchObject([
      { packs: 1, refund: "none", waits_until: expect.any(String) as string },
    ]);

    await weighIn(house(), weigher, GOODS, 1_000, card);
    await eventually(
      async () => {
        const units = await house().db.query<{ units: string }>(
          "select sum(c.units) as units from parcel p join parcel_content c on c.parcel_id = p.id where p.order_id = $1 and p.state = 'labelled'",
          [order.id],
        );
        return Number(units.rows[0]?.units) === 1_500;
      },
      { timeout_ms: 90_000, message: "what waited was not filled" },
    );
    expect((await call(undefined, `/store/orders/${order.id}/parcels`)).body.shorts).toEqual([]);
    expect((await mail()).some((text) => text.includes("补齐"))).toBe(true);
    await call(manager, `/desk/pools/${pool_id}/short-policy`, {
      policy: "substitute",
      wait_days: 14,
      reason: "as before",
    });
  });
}
