import { createHmac } from "node:crypto";
import { inflateSync } from "node:zlib";
import { nameTail } from "@commonlot/domain";
import { expect, test } from "vitest";
import { eventually, type House } from "../../../../dev/src/testing/house";
import { anAddress } from "../../../../dev/src/testing/shop-client";
import { readPages } from "../../../src/lib/print/pdf-reader.fixture";
import { cardsOf, deskToken, pack, purchase, seedOf, shopper, tryComplete, weighIn } from "../../checkout/support";
import type { Json } from "../../people/desk-client";
import { pickupKit, POINT, WAIT } from "./pickup-kit";

const GOODS = "maya-walnuts";
/** Goods that their buyer fetches, from the manager's point to the households' money. */
export function pickup(house: () => House): void {
  const kit = pickupKit(house);
  const { desk, rows, store, labelled } = kit;
  /** How an order was divided, by the rule of each row. */
  const divided = async (order_id: string): Promise<Record<string, number>> =>
    Object.fromEntries((await kit.divided(order_id)).map(({ rule, sum }) => [rule, sum]));
  /** By the waterfall of a line and the seed's rates: 3 % to the platform, 5 % to the cooperative, the rest to the households. */
  const sharesOf = ({ paid = 0, tax = 0, freight = 0, packing = 0 }: Record<string, number>) => {
    const net = paid - tax - freight - packing;
    const [platform_bp, cooperative_bp] = [Math.floor(net * 0.03), Math.floor(net * 0.05)];
    return { platform_bp, cooperative_bp, share: net - platform_bp - cooperative_bp };
  };

  /** A batch of events as the carrier signs it, until it is worked off. */
  const carrierSays = async (number: string, state: string): Promise<void> => {
    const id = `cb_${number}`;
    const raw = JSON.stringify({
      id,
      type: "tracking",
      events: [{ id: `ce_${number}`, reference: number, state, at: new Date().toISOString() }],
    });
    const at = Math.floor(Date.now() / 1000);
    const signature = createHmac("sha256", "development-carrier-secret").update(`${at}.${raw}`).digest("hex");
    const answer = await fetch(`${house().backendUrl}/hooks/carrier`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-carrier-signature": `t=${at},v1=${signature}` },
      body: raw,
    });
    expect(answer.status).toBe(200);
    await eventually(
      async () =>
        (await rows("select 1 from webhook_inbox where event_id = $1 and processed_at is not null", id)).length === 1,
      { ...WAIT, message: "the carrier's events were not worked off" },
    );
  };

  test("an order goes from the cart to its buyer by a code: no freight, told once, and its money is divided as that of one that is sent", async () => {
    const [manager, packer] = [await desk("manager"), await desk("packer")];
    const weigher = await deskToken(house(), "weigher", "wudu");
    for (const card of (await cardsOf(house(), GOODS)).slice(0, 2)) await weighIn(house(), weigher, GOODS, 5_000, card);
    const made = await manager.post("/desk/pickup-points", POINT);
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const point_id = String(made.body.point.id);
    const change = { ...POINT, hours_zh: "周一至周五", seen: 1 };
    expect((await (await desk("manager", "longchuan")).post(`/desk/pickup-points/${point_id}`, change)).status).toBe(
      404,
    );
    expect((await manager.post(`/desk/pickup-points/${point_id}`, change)).status).toBe(200);
    expect((await manager.post(`/desk/pickup-points/${point_id}`, change)).status).toBe(409);

    const shop = shopper(house());
    const lines = [{ variant_id: pack(house(), GOODS, 500), quantity: 2 }];
    const cart = await shop.createCart(seedOf(house()).region_id, { email: "fetch@example.com" });
    await shop.addLine(cart.id, lines[0]!.variant_id, 2);
    const place = `/store/carts/${cart.id}/pickup`;
    const offer = (await store(place)).body.pickup;
    expect(offer).toMatchObject({ way: null, cooperatives: [{ chosen: null, points: [{ id: point_id }] }] });
    const { cooperative_id } = offer.cooperatives[0];
    const wrong = await store(place, { points: [{ cooperative_id: "coop_other", point_id }] });
    expect(wrong).toMatchObject({ status: 400, body: { code: "pickup_closed" } });
    const fetched = { points: [{ cooperative_id, point_id }] };
    expect((await store(place, fetched)).body.pickup.cooperatives[0].chosen).toBe(point_id);
    await shop.setAddress(cart.id);
    expect((await shop.shipping(cart.id)).shipping_total).toBe(0);
    // Sent after all: the freight of nothing does not stay.
    await store(place, { points: [] });
    expect(await rows("select 1 from cart_shipping_method where cart_id = $1 and deleted_at is null", cart.id)).toEqual(
      [],
    );
    expect((await shop.shipping(cart.id)).shipping_total).toBeGreaterThan(0);
    await store(place, fetched);
    const delivery = await store(`/store/carts/${cart.id}/delivery`, { shipping_address: anAddress });
    expect(delivery.status, JSON.stringify(delivery.body)).toBe(200);
    const freight = (await store(`/store/carts/${cart.id}/freight`)).body.freight;
    expect(freight).toMatchObject({ at_most: false, cooperatives: [{ freight_minor: 0, carriers: ["pickup"] }] });
    await shop.payByCard(await shop.paymentSession(cart.id));
    const done = await shop.complete(cart.id);
    if (done.type !== "order") throw new Error(done.error.message);
    const order_id = done.order.id;
    expect(done.order.shipping_total).toBe(0);
    expect((await store(place, { points: [] })).status).toBe(400);
    const sent = await shop.buy(purchase(house(), lines));

    await labelled(order_id);
    const [parcel] = await rows<Record<"id" | "number" | "name" | "carrier" | "freight_minor" | "address", string>>(
      "select id, number, name, carrier, freight_minor, address from parcel where order_id = $1",
      order_id,
    );
    expect(parcel).toMatchObject({ carrier: "pickup", freight_minor: "0" });
    expect(parcel?.address).toContain("马街 12 号 (马街自提点)");
    const [waiting] = await rows<{ id: string; code: string }>(
      "select id, code from point_order where order_id = $1",
      order_id,
    );
    const at = `/desk/point-orders/${waiting?.id}`;
    // Whoever knows the order's id sees where it is, and not the code; its buyer does.
    const key = String((await store(`/store/orders/${order_id}/key`, { cart_id: cart.id })).body.key);
    const shown = async (with_key: string): Promise<Json[]> =>
      (await store(`/store/orders/${order_id}/parcels`, undefined, with_key)).body.pickups as Json[];
    expect(await shown("")).toMatchObject([{ state: "packing", code: null, point: { id: point_id } }]);
    expect(await shown(key)).toMatchObject([{ state: "packing", code: waiting?.code }]);

    expect(await packer.post(`${at}/fetched`, { code: waiting?.code })).toMatchObject({ body: { code: "not_ready" } });
    expect((await (await desk("packer", "longchuan")).post(`${at}/ready`, {})).status).toBe(404);
    const [one, two] = await Promise.all([packer.post(`${at}/ready`, {}), packer.post(`${at}/ready`, {})]);
    expect([one.body.moved, two.body.moved].sort()).toEqual([0, 1]);
    const told = () =>
      rows<{ text: string }>("select text from buyer_notice where order_id = $1 and state = 'sent'", order_id);
    const said = async (words: string) => (await told()).filter(({ text }) => text.includes(words)).length;
    const code = `取货码${waiting?.code}`;
    await eventually(async () => (await said(code)) === 1, { ...WAIT, message: "the buyer was not told" });
    await eventually(async () => (await said("已收到")) === 1, { ...WAIT, message: "the order was not confirmed" });
    // It left for the point, not for the buyer: its code is the word that counts.
    await eventually(
      async () =>
        (
          await rows(
            "select 1 from inbox_claim c join outbox_message m on m.id = c.message_id where c.handler = 'order-notice' and m.payload->>'order_id' = $1",
            order_id,
          )
        ).length === 2,
      { ...WAIT, message: "what left was not looked at" },
    );
    expect(await told()).toHaveLength(2);
    expect(await shown(key)).toMatchObject([{ state: "ready" }]);
    expect((await packer.get("/desk/point-orders")).body.orders).toMatchObject([{ id: waiting?.id, state: "ready" }]);

    // Somebody at the counter says a number, the end of a phone, or a name.
    const listed = async (query: string) =>
      ((await packer.get(`/desk/point-orders?${query}`)).body.orders as { id: string }[]).map((one) => one.id);
    const buyer = anAddress as Json as Record<"phone" | "last_name", string>;
    const phone = buyer.phone.slice(-4);
    for (const query of [
      `search=%23${done.order.display_id}`,
      `search=${done.order.display_id}`,
      `search=${phone}`,
      `search=${buyer.phone}`,
      `search=${encodeURIComponent(`+86 ${buyer.phone}`)}`,
      `search=${buyer.last_name.toLowerCase()}`,
      `point_id=${point_id}&search=${phone}`,
    ])
      expect(await listed(query), query).toEqual([waiting?.id]);
    for (const query of [
      `search=${Number(done.order.display_id) + 5_000}`,
      "search=9876",
      "search=%25",
      "search=nobody",
      `over=1&search=${phone}`,
      `point_id=point_none&search=${phone}`,
    ])
      expect(await listed(query), query).toEqual([]);

    // Its box stands where strangers see it.
    const printed = await fetch(`${house().backendUrl}/desk/orders/${order_id}/labels`, {
      headers: { authorization: `Bearer ${await deskToken(house(), "packer", "wudu")}` },
    });
    const [page] = readPages(Buffer.from(await printed.arrayBuffer()), inflateSync);
    for (const shows of ["PICK-UP", `**${phone}`, nameTail(parcel?.name ?? "")]) expect(page?.text).toContain(shows);
    for (const hidden of [buyer.phone, parcel?.name ?? "", waiting?.code ?? ""])
      expect(page?.text).not.toContain(hidden);

    // No carrier has it, so none can say that it arrived.
    await carrierSays(parcel?.number ?? "", "delivered");
    expect(await rows("select 1 from parcel_event where parcel_id = $1 and source = 'carrier'", parcel?.id)).toEqual(
      [],
    );
    expect(await shown(key)).toMatchObject([{ state: "ready" }]);

    const lateNow = async () => (await packer.get("/desk/point-orders")).body.orders[0].late as boolean;
    const stoodFor = (days: number) =>
      rows(
        `update parcel_event set at = now() - make_interval(hours => $2 * 24 - 1) where parcel_id = $1 and said = 'at_point'`,
        parcel?.id,
        days,
      );
    await stoodFor(7);
    expect(await lateNow()).toBe(false);
    await stoodFor(8);
    expect(await lateNow()).toBe(true);

    const other = waiting?.code === "000000" ? "000001" : "000000";
    expect(await packer.post(`${at}/fetched`, { code: other })).toMatchObject({
      status: 400,
      body: { code: "wrong_code" },
    });
    // Whoever guesses has five tries an hour, however many at once; then the right code is refused, too.
    expect((await packer.post(`${at}/fetched`, { code: "12" })).body.code).toBe("wrong_code");
    const guesses = await Promise.all(Array.from({ length: 8 }, () => packer.post(`${at}/fetched`, { code: other })));
    expect(guesses.filter((one) => one.body.code === "wrong_code")).toHaveLength(3);
    expect(guesses.filter((one) => one.body.code === "too_many_codes")).toHaveLength(5);
    const tried = () => rows("select 1 from point_order_wrong_code where point_order_id = $1", waiting?.id);
    expect(await tried()).toHaveLength(5);
    expect(await packer.post(`${at}/fetched`, { code: waiting?.code })).toMatchObject({
      status: 400,
      body: { code: "too_many_codes", field: "code" },
    });
    await rows("update point_order_wrong_code set at = at - interval '1 hour' where point_order_id = $1", waiting?.id);
    expect(await packer.post(`/desk/parcels/${parcel?.id}/arrival`, { said: "delivered" })).toMatchObject({
      status: 400,
      body: { code: "fetched_by_code" },
    });
    expect((await packer.post(`${at}/fetched`, { code: ` ${waiting?.code} ` })).body).toEqual({ moved: 1 });
    expect((await packer.post(`${at}/fetched`, { code: waiting?.code })).body).toEqual({ moved: 0 });
    expect(await shown(key)).toMatchObject([{ state: "fetched" }]);
    expect((await packer.get("/desk/point-orders")).body.orders).toEqual([]);
    expect((await packer.get("/desk/point-orders?over=1")).body.orders).toMatchObject([{ state: "fetched" }]);
    expect(await told()).toHaveLength(2);

    await labelled(sent.id);
    expect((await packer.post("/desk/handovers", { order_id: sent.id })).status).toBe(201);
    expect((await packer.post("/desk/handovers", { order_id: sent.id })).status).toBeLessThan(300);
    const left = () =>
      rows<{ text: string }>(
        "select text from buyer_notice where order_id = $1 and subject_id like 'sent:%' and state = 'sent'",
        sent.id,
      );
    await eventually(async () => (await left()).length > 0, { ...WAIT, message: "nobody said that it was sent" });
    expect(await left()).toHaveLength(1);
    expect((await left())[0]?.text).toMatch(/有 1 个包裹已发出.*\/zh\/orders\/.*key=/s);
    // As if it had been one of many: what leaves on the same day waits for the next, and is told then, once.
    await rows("update buyer_notice set subject_id = 'sent:0' where order_id = $1 and subject_id = 'sent:1'", sent.id);
    const looked = "select 1 from inbox_claim where handler = 'order-notice' and message_id = $1";
    const looksAgain = async (id: string) => {
      await rows(
        `insert into outbox_message (id, job, payload)
         values ($1, 'order-notice', jsonb_build_object('order_id', $2::text, 'about', 'sent'))`,
        id,
        sent.id,
      );
      await eventually(async () => (await rows(looked, id)).length === 1, { ...WAIT, message: "nobody looked" });
    };
    await looksAgain("out_left_1");
    await looksAgain("out_left_2");
    expect(await left()).toHaveLength(1);
    const later = `from outbox_message where job = 'order-notice' and dedup_key like $1 || ':after:%'`;
    expect(await rows(`select id ${later} and due_at > now() + interval '23 hours'`, sent.id)).toHaveLength(1);
    await rows(
      "update buyer_notice set created_at = created_at - interval '1 day' where order_id = $1 and subject_id = 'sent:0'",
      sent.id,
    );
    await rows(`update outbox_message set due_at = now() where id in (select id ${later})`, sent.id);
    await eventually(async () => (await left()).length === 2, { ...WAIT, message: "what left later was never told" });
    expect((await left()).filter(({ text }) => text.includes("到现在共有 1 个包裹已发出"))).toHaveLength(1);
    await looksAgain("out_left_3");
    expect(await left()).toHaveLength(2);
    // The same division as of one that is sent, at no freight.
    const [here, away] = [await divided(order_id), await divided(sent.id)];
    expect(here).toMatchObject(sharesOf(here));
    expect(away).toMatchObject(sharesOf(away));
    expect([here.freight, here.packing]).toEqual([undefined, away.packing]);
    expect(here.paid).toBe((away.paid ?? 0) - Math.round(Number(sent.shipping_total) * 100));
    expect(here.share).toBeGreaterThanOrEqual(away.share ?? Number.NaN);

    // Nothing is sent to the address of a point: said before the card is asked for, and at the end by any client.
    const astray = await shop.createCart(seedOf(house()).region_id, { email: "astray@example.com" });
    await shop.addLine(astray.id, lines[0]!.variant_id, 1);
    const there = { ...(anAddress as Json), address_1: `${POINT.street} (${POINT.name_zh})` };
    expect((await store(`/store/carts/${astray.id}/delivery`, { shipping_address: there })).status).toBe(200);
    const needed = { status: 400, body: { code: "address_needed" } };
    expect(await store("/store/payments", { cart_id: astray.id })).toMatchObject(needed);
    await shop.payByCard(await shop.paymentSession(astray.id));
    expect(await tryComplete(house(), astray.id)).toMatchObject(needed);
    expect(await rows("select 1 from order_cart where cart_id = $1", astray.id)).toEqual([]);
    // Nor to one that was renamed meanwhile.
    const renamed = { ...change, name_zh: "马街新自提点", seen: 2 };
    expect((await manager.post(`/desk/pickup-points/${point_id}`, renamed)).status).toBe(200);
    expect((await store(`/store/carts/${astray.id}/pickup`)).body.pickup.at_point).toBe(true);
    expect(await store("/store/payments", { cart_id: astray.id })).toMatchObject(needed);

    // A cart that chose a point which ends is told so before anything is paid.
    const late = await shop.createCart(seedOf(house()).region_id);
    await shop.addLine(late.id, lines[0]!.variant_id, 1);
    await store(`/store/carts/${late.id}/pickup`, fetched);
    expect((await manager.post(`/desk/pickup-points/${point_id}/end`, { seen: 3 })).status).toBe(200);
    expect(await store(`/store/carts/${late.id}/delivery`, { shipping_address: anAddress })).toMatchObject({
      status: 400,
      body: { code: "pickup_closed" },
    });
    await store(`/store/carts/${late.id}/pickup`, { points: [] });
    expect((await store(`/store/carts/${late.id}/delivery`, { shipping_address: anAddress })).status).toBe(200);
  }, 600_000);
}
