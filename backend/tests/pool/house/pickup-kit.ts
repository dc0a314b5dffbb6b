import { expect } from "vitest";
import { eventually, type House } from "../../../../dev/src/testing/house";
import { cardsOf, deskToken, product, seedOf, shopper, weighIn } from "../../checkout/support";
import { Desk, type Json, type Reply } from "../../people/desk-client";
import { tokenFor } from "../../people/matrix/principals";

export const WAIT = { timeout_ms: 240_000 };
export const POINT = {
  name_zh: "马街自提点",
  name_en: "Majie point",
  province: "甘肃省",
  city: "陇南市武都区",
  street: "马街 12 号",
  hours_zh: "每天 9-18 点",
  hours_en: "Daily 9-18",
  phone: "0939-8210001",
  valid_from: "2026-01-01",
};

/** What waits at a point, as the database has it. */
export interface Waiting {
  id: string;
  code: string;
  point_id: string;
  order_id: string;
}

/** Points, choices and orders that are fetched, as people and clients reach them. */
export function pickupKit(house: () => House) {
  const desk = async (role: string, of = "wudu") => new Desk(house().backendUrl, await deskToken(house(), role, of));
  const rows = async <T extends object>(sql: string, ...bindings: unknown[]): Promise<T[]> =>
    (await house().db.query<T>(sql, bindings)).rows;
  const store = async (path: string, body?: unknown, key = ""): Promise<Reply> => {
    const answer = await fetch(`${house().backendUrl}${path}`, {
      method: body === undefined ? "GET" : "POST",
      headers: {
        "content-type": "application/json",
        "x-publishable-api-key": house().seed.publishable_key,
        ...(key === "" ? {} : { "x-order-key": key }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: await answer.json() };
  };
  const operator = async () => {
    const [user] = await rows<{ id: string }>(`select id from "user" limit 1`);
    return new Desk(house().backendUrl, tokenFor(house(), { type: "user", id: user?.id ?? "" }));
  };
  /** All live parcels of an order, its money in the books, so that a claim or a short finds all it asks for. */
  const labelled = async (order_id: string): Promise<{ id: string; number: string; carrier: string }[]> => {
    let found: { id: string; number: string; carrier: string; state: string; paid: boolean }[] = [];
    await eventually(
      async () => {
        found = await rows(
          `select id, number, carrier, state, exists (select from sale where order_id = $1) or
             exists (select from parcel_claim where replacement_order_id = $1) as paid
           from parcel where order_id = $1 and state <> 'void' order by carrier, id`,
          order_id,
        );
        return found.length > 0 && found.every((one) => one.state === "labelled" && one.paid);
      },
      { ...WAIT, message: `order ${order_id} was not labelled` },
    );
    return found;
  };
  const becomes = (order_id: string, state: string) =>
    eventually(
      async () =>
        (await rows("select 1 from parcel where order_id = $1 and state not in ($2, 'void')", order_id, state))
          .length === 0,
      { ...WAIT, message: `the parcels of ${order_id} did not become ${state}` },
    );
  const waiting = async (order_id: string): Promise<Waiting> =>
    (await rows<Waiting>("select id, code, point_id, order_id from point_order where order_id = $1", order_id))[0]!;
  const point = async (more: Partial<typeof POINT> = {}): Promise<{ id: string; end: () => Promise<void> }> => {
    const manager = await desk("manager");
    const made = await manager.post("/desk/pickup-points", { ...POINT, ...more });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const id = String(made.body.point.id);
    return {
      id,
      end: async () => {
        const { seen } = (
          await rows<{ seen: number }>("select version as seen from pickup_point where id = $1", id)
        )[0]!;
        expect((await manager.post(`/desk/pickup-points/${id}/end`, { seen })).status).toBe(200);
      },
    };
  };
  const stock = async (handle: string, net_g: number, of = "wudu") => {
    const token = await deskToken(house(), "weigher", of);
    await weighIn(house(), token, handle, net_g, (await cardsOf(house(), handle))[0] ?? "");
  };
  const cooperativeOf = async (handle: string): Promise<string> =>
    (
      await rows<{ id: string }>(
        "select cooperative_id as id from pool where id = $1",
        product(house(), handle).pool_id,
      )
    )[0]?.id ?? "";
  /** A cart with its choice of points, as Medusa's own calls go on with it. */
  const cartOf = async (
    lines: readonly { variant_id: string; quantity: number }[],
    points: readonly { cooperative_id: string; point_id: string }[],
  ): Promise<string> => {
    const shop = shopper(house());
    const cart = await shop.createCart(seedOf(house()).region_id, { email: "fetch@example.com" });
    for (const line of lines) await shop.addLine(cart.id, line.variant_id, line.quantity);
    if (points.length > 0) {
      const chosen = await store(`/store/carts/${cart.id}/pickup`, { points });
      expect(chosen.status, JSON.stringify(chosen.body)).toBe(200);
    }
    await shop.setAddress(cart.id);
    return cart.id;
  };
  const finish = async (cart_id: string) => {
    const shop = shopper(house());
    await shop.shipping(cart_id);
    await shop.payByCard(await shop.paymentSession(cart_id));
    const done = await shop.complete(cart_id);
    if (done.type !== "order") throw new Error(done.error.message);
    return done.order;
  };
  const keyOf = async (order_id: string): Promise<string> => {
    const [cart] = await rows<{ cart_id: string }>("select cart_id from order_cart where order_id = $1", order_id);
    return String((await store(`/store/orders/${order_id}/key`, { cart_id: cart?.cart_id })).body.key);
  };
  /** From the shed to its buyer, by the code. */
  const giveOut = async (order_id: string): Promise<Waiting> => {
    const packer = await desk("packer");
    const one = await waiting(order_id);
    const ready = await packer.post(`/desk/point-orders/${one.id}/ready`, {});
    expect(ready.status, JSON.stringify(ready.body)).toBe(200);
    const fetched = await packer.post(`/desk/point-orders/${one.id}/fetched`, { code: one.code });
    expect(fetched.status, JSON.stringify(fetched.body)).toBe(200);
    return one;
  };
  /** How an order was divided, by cooperative and the rule of each row. */
  const divided = async (order_id: string): Promise<{ cooperative_id: string; rule: string; sum: number }[]> => {
    await eventually(
      async () =>
        (await rows("select 1 from sale where order_id = $1 and posted_at is not null", order_id)).length === 1,
      { ...WAIT, message: `order ${order_id} was not divided` },
    );
    const found = await rows<{ cooperative_id: string; rule: string; sum: string }>(
      `select cooperative_id, 'paid' as rule, sum(paid_minor) as sum from sale_line where order_id = $1 group by 1 union all
       select l.cooperative_id, r.rule, sum(r.amount_minor) from sale_line l join sale_line_row r on r.sale_line_id = l.id
       where l.order_id = $1 group by 1, 2`,
      order_id,
    );
    return found.map((one) => ({ ...one, sum: Number(one.sum) }));
  };
  const sound = async (): Promise<string[]> => {
    const { body } = await (await operator()).get("/admin/health/invariants");
    const all = body.invariants as { id: string; violations: number }[];
    return all.filter((one) => one.violations > 0 && one.id !== "S5").map((one) => one.id);
  };
  const pickups = async (order_id: string): Promise<Json[]> =>
    (await store(`/store/orders/${order_id}/parcels`, undefined, await keyOf(order_id))).body.pickups as Json[];
  return {
    desk,
    rows,
    store,
    operator,
    labelled,
    becomes,
    waiting,
    point,
    stock,
    cooperativeOf,
    cartOf,
    finish,
    keyOf,
    giveOut,
    divided,
    sound,
    pickups,
  };
}
