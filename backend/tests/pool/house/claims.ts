import { randomUUID } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { eventually, type House } from "../../../../dev/src/testing/house";
import { cardsOf, carrierWaits, deskToken, pack, pool, purchase, shopper, weighIn } from "../../checkout/support";
import { Desk } from "../../people/desk-client";
import { tokenFor } from "../../people/matrix/principals";

const GOODS = "maya-walnuts";
const WAIT = { timeout_ms: 90_000 };

/** Claims of real orders, over HTTP: a real Medusa sees what is sent again, and what is taken back. */
export function claims(house: () => House): void {
  // A parcel that is claimed as lost must not arrive meanwhile, however slow the machine is.
  beforeAll(() => carrierWaits(house(), 600_000));
  afterAll(() => carrierWaits(house(), 0));
  const desk = async (role: string) => new Desk(house().backendUrl, await deskToken(house(), role, "wudu"));
  /** By the key that the cart of the order is exchanged for, as the buyer's browser does; without one, as whoever knows the id. */
  const keyOf = async (order_id: string): Promise<string> => {
    const { rows } = await house().db.query<{ cart_id: string }>("select cart_id from order_cart where order_id = $1", [
      order_id,
    ]);
    const given = await store(`/store/orders/${order_id}/key`, { cart_id: rows[0]?.cart_id });
    expect(given.status, JSON.stringify(given.body)).toBe(201);
    return String(given.body.key);
  };
  const store = async (path: string, body?: unknown, bytes?: Buffer, key = "") => {
    const answer = await fetch(`${house().backendUrl}${path}`, {
      method: body === undefined && bytes === undefined ? "GET" : "POST",
      headers: {
        "x-publishable-api-key": house().seed.publishable_key,
        ...(key === "" ? {} : { "x-order-key": key }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(bytes === undefined ? {} : { "content-type": "application/octet-stream" }),
      },
      ...(bytes === undefined
        ? body === undefined
          ? {}
          : { body: JSON.stringify(body) }
        : { body: new Uint8Array(bytes) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const operator = async () => {
    const { rows } = await house().db.query<{ id: string }>(`select id from "user" limit 1`);
    return new Desk(house().backendUrl, tokenFor(house(), { type: "user", id: rows[0]?.id ?? "" }));
  };
  const parcelOf = async (order_id: string, state: string) => {
    let id = "";
    await eventually(
      async () => {
        const { rows } = await house().db.query<{ id: string }>(
          "select id from parcel where order_id = $1 and state = $2 and exists (select from sale where order_id = $1)",
          [order_id, state],
        );
        id = rows[0]?.id ?? "";
        return id !== "";
      },
      { ...WAIT, message: `no parcel of ${order_id} became ${state}` },
    );
    return id;
  };
  /** Bought, packed and handed over. */
  const sent = async (quantity: number) => {
    const weigher = await deskToken(house(), "weigher", "wudu");
    const [card = ""] = await cardsOf(house(), GOODS);
    await weighIn(house(), weigher, GOODS, 5_000, card);
    const order = await shopper(house()).buy(
      purchase(house(), [{ variant_id: pack(house(), GOODS, 500), quantity }], { email: "claims@example.com" }),
    );
    const parcel_id = await parcelOf(order.id, "labelled");
    expect((await (await desk("packer")).post("/desk/handovers", { order_id: order.id })).status).toBe(201);
    return { order_id: order.id, parcel_id };
  };
  const sound = async () => {
    const { body } = await (await operator()).get("/admin/health/invariants");
    const all = body.invariants as { id: string; violations: number }[];
    return all.filter((one) => one.violations > 0 && one.id !== "S5").map((one) => one.id);
  };

  test("sent again: Medusa has an order at no price, fulfilled and shipped once; its invariants hold", async () => {
    const others = await keyOf((await sent(1)).order_id);
    const { order_id, parcel_id } = await sent(2);
    const [packer, manager] = [await desk("packer"), await desk("manager")];
    const opened = await packer.post("/desk/claims", {
      parcel_id,
      kind: "lost",
      words: "the carrier can't find it",
      idempotency_key: randomUUID(),
    });
    expect(opened.status, JSON.stringify(opened.body)).toBe(201);
    const { claim } = opened.body;
    expect(
      (await manager.post(`/desk/claims/${claim.id}/decision`, { remedy: "reship", cause: "carrier" })).body,
    ).toMatchObject({
      code: "ask_first",
    });
    // The buyer is asked by e-mail, and answers on the order's page.
    await eventually(
      async () =>
        (await house().db.query("select 1 from buyer_notice where subject_id = $1", [`${claim.id}:ask`])).rowCount ===
        1,
      { ...WAIT, message: "the buyer was not asked" },
    );
    const wish = `/store/orders/${order_id}/claims/${claim.id}/wish`;
    // The order's id alone answers nothing for its buyer; nor does the key of another order, or a cart of somebody else.
    const stranger = await store(wish, { wish: "refund" });
    expect(stranger).toMatchObject({ status: 403, body: { code: "not_your_role" } });
    expect((await store(wish, { wish: "refund" }, undefined, others)).status).toBe(403);
    expect((await store(`/store/orders/${order_id}/key`, { cart_id: "cart_none" })).status).toBe(404);
    expect((await store(`/store/orders/${order_id}/buyer`)).status).toBe(403);
    const { rows: notices } = await house().db.query<{ text: string }>(
      "select text from buyer_notice where subject_id = $1",
      [`${claim.id}:ask`],
    );
    const mailed = /[?&]key=([\w.-]+)/.exec(notices[0]?.text ?? "")?.[1] ?? "";
    expect((await store(`/store/orders/${order_id}/buyer`, undefined, undefined, mailed)).status).toBe(200);
    const wished = await store(wish, { wish: "reship" }, undefined, `${others},${mailed}`);
    expect(wished.body.claim).toMatchObject({ wish: "reship" });
    const decided = await manager.post(`/desk/claims/${claim.id}/decision`, { remedy: "reship", cause: "carrier" });
    expect(decided.body.claim, JSON.stringify(decided.body)).toMatchObject({ state: "done", problem: null });
    const again = String(decided.body.claim.replacement_order_id);
    const shown = await store(`/store/orders/${order_id}/parcels`);
    expect(shown.body.claims).toMatchObject([{ stage: "done", remedy: "reship", replacement: { order_id: again } }]);
    expect((await store(`/store/orders/${again}/parcels`)).body.replaces_order_id).toBe(order_id);
    // Who bought the first is the buyer of the second.
    expect((await store(`/store/orders/${again}/buyer`, undefined, undefined, mailed)).status).toBe(200);
    expect((await store(`/store/orders/${again}/buyer`, undefined, undefined, others)).status).toBe(403);
    // Long after a checkout would have been given up: the sweeper leaves it alone.
    await house().db.query(`update "order" set created_at = created_at - interval '10 minutes' where id = $1`, [again]);

    const admin = await operator();
    expect((await admin.get(`/admin/orders/${again}`)).body.order).toMatchObject({
      total: 0,
      metadata: { replaces_order_id: order_id },
    });
    expect((await admin.post(`/admin/orders/${again}/cancel`, {})).body).toMatchObject({ code: "replacement_order" });
    await parcelOf(again, "labelled");
    expect((await packer.post("/desk/handovers", { order_id: again })).status).toBe(201);
    await eventually(
      async () => {
        const { order } = (await admin.get(`/admin/orders/${again}?fields=id,*fulfillments`)).body;
        return order.fulfillments.length === 1 && order.fulfillments[0].shipped_at !== null;
      },
      { ...WAIT, message: "Medusa does not know that it was shipped" },
    );
    // By now the sweeper has run more than once.
    expect((await admin.get(`/admin/orders/${again}`)).body.order.status).toBe("pending");
    const left = await house().db.query(
      "select 1 from reservation_item where deleted_at is null and line_item_id in (select item_id from order_item where order_id = $1)",
      [again],
    );
    expect(left.rowCount).toBe(0);
    expect(await sound()).toEqual([]);
  });

  test("reported by the buyer with a photo, sent again and taken back before it left: Medusa's order is cancelled, the money goes back", async () => {
    const { order_id, parcel_id } = await sent(2);
    const { body } = await store(`/store/orders/${order_id}/parcels`);
    const [parcel] = body.parcels as { number: string; lines: { packs: number }[] }[];
    expect(parcel?.lines).toMatchObject([{ packs: 2 }]);
    expect(parcel_id).not.toBe("");
    const key = await keyOf(order_id);
    const report = {
      parcel_number: parcel?.number,
      kind: "lost",
      words: "it has not come for two weeks",
      wish: "reship",
      idempotency_key: randomUUID(),
    };
    expect((await store(`/store/orders/${order_id}/claims`, report)).status).toBe(403);
    const light = await store(`/store/orders/${order_id}/claims`, { ...report, weighed_g: 900 }, undefined, key);
    expect(light).toMatchObject({ status: 400, body: { code: "weight_not_possible", field: "weighed_g" } });
    const reported = await store(`/store/orders/${order_id}/claims`, report, undefined, key);
    expect(reported.status, JSON.stringify(reported.body)).toBe(201);
    expect((await store(`/store/orders/${order_id}/claims`, report, undefined, key)).body.claim.id).toBe(
      reported.body.claim.id,
    );
    const id = String(reported.body.claim.id);
    const picture = await sharp({ create: { width: 40, height: 30, channels: 3, background: "#a52" } })
      .jpeg()
      .toBuffer();
    const photos = `/store/orders/${order_id}/claims/${id}/photos`;
    expect((await store(photos, undefined, picture)).status).toBe(403);
    expect((await store(photos, undefined, picture, key)).status).toBe(201);
    expect((await store(photos, undefined, Buffer.from("<svg/>"), key)).status).toBe(400);
    // Its buyer reads what they wrote, and that the photo came; whoever knows the id reads neither.
    const told = async (as: string) =>
      (await store(`/store/orders/${order_id}/parcels`, undefined, undefined, as)).body.claims as unknown;
    expect(await told(key)).toMatchObject([{ id, words: report.words, photos: 1 }]);
    expect(await told("")).toMatchObject([{ id, words: null, photos: 0 }]);

    const manager = await desk("manager");
    const before = await pool(house(), GOODS);
    const decided = await manager.post(`/desk/claims/${id}/decision`, { remedy: "reship", cause: "packing" });
    expect(decided.body.claim, JSON.stringify(decided.body)).toMatchObject({ state: "done", carrier_minor: 0 });
    const again = String(decided.body.claim.replacement_order_id);
    expect((await pool(house(), GOODS)).held).toBeGreaterThan(before.held);
    const back = await manager.post(`/desk/claims/${id}/withdraw`, { words: "it spoilt in the shed" });
    expect(back.body.claim, JSON.stringify(back.body)).toMatchObject({ state: "opened", replacement_order_id: null });
    expect((await (await operator()).get(`/admin/orders/${again}`)).body.order.status).toBe("canceled");
    expect(await pool(house(), GOODS)).toMatchObject({ held: before.held });
    const refunded = await manager.post(`/desk/claims/${id}/decision`, {
      remedy: "refund",
      cause: "packing",
      words: "nothing good is left",
    });
    expect(refunded.body.claim, JSON.stringify(refunded.body)).toMatchObject({ remedy: "refund", state: "closed" });
    await eventually(async () => (await store(`/store/orders/${order_id}/parcels`)).body.claims[0]?.refund === "sent", {
      ...WAIT,
      message: "the refund was not sent",
    });
    expect(await sound()).toEqual([]);
  });

  test("refused with words: a manager's to say; the buyer is told once, reads why, and may report it again", async () => {
    const { order_id } = await sent(2);
    const key = await keyOf(order_id);
    const [parcel] = (await store(`/store/orders/${order_id}/parcels`)).body.parcels as { number: string }[];
    const report = (idempotency_key: string) => ({
      parcel_number: parcel?.number,
      kind: "lost",
      words: "it has not come yet",
      wish: "refund",
      idempotency_key,
    });
    const reported = await store(`/store/orders/${order_id}/claims`, report(randomUUID()), undefined, key);
    expect(reported.status, JSON.stringify(reported.body)).toBe(201);
    const id = String(reported.body.claim.id);
    const drop = `/desk/claims/${id}/drop`;
    const [packer, manager] = [await desk("packer"), await desk("manager")];
    const no = { reason: "refused", words: "the lorry broke down and comes tomorrow" };
    expect((await packer.post(drop, no)).status).toBe(403);
    expect((await manager.post(drop, { ...no, words: " " })).status).toBe(400);
    expect((await manager.post(drop, { ...no, reason: "whatever" })).status).toBe(400);
    const refused = await manager.post(drop, no);
    expect(refused.body.claim, JSON.stringify(refused.body)).toMatchObject({
      state: "dropped",
      drop_reason: "refused",
      refused_words: no.words,
    });
    expect((await manager.post(drop, no)).status).toBe(200);
    expect((await packer.post(drop, { words: "in error" })).body).toMatchObject({ code: "claim_state" });
    const { rows } = await house().db.query<{ text: string }>("select text from buyer_notice where subject_id = $1", [
      `${id}:refused`,
    ]);
    expect(rows).toHaveLength(1);
    expect(rows[0]?.text).toContain(no.words);
    const claimsAs = async (as: string) =>
      (await store(`/store/orders/${order_id}/parcels`, undefined, undefined, as)).body.claims as unknown;
    expect(await claimsAs(key)).toMatchObject([{ id, stage: "refused", refused: { words: no.words } }]);
    expect(await claimsAs("")).toMatchObject([{ id, stage: "refused", refused: null }]);
    const again = await store(`/store/orders/${order_id}/claims`, report(randomUUID()), undefined, key);
    expect(again.status, JSON.stringify(again.body)).toBe(201);
    expect(
      (await packer.post(`/desk/claims/${again.body.claim.id}/drop`, { words: "it came" })).body.claim,
    ).toMatchObject({ drop_reason: "error", refused_words: null });
    expect(await claimsAs(key)).toMatchObject([{ id }]);
    expect(await sound()).toEqual([]);
  });
}
