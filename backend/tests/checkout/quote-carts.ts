import { expect, it } from "vitest";
import type { House } from "../../../dev/src/testing/house.js";
import { givenMember } from "../people/company-kit.js";
import { tokenFor } from "../people/matrix/principals.js";
import { FREIGHT_MINOR, GOODS, PACK, quoteKit, WAREHOUSE } from "./quote-kit.js";
import { eventually, ordersOf, pack, shopper } from "./support.js";

/** The cart of an accepted quote: paid as it was agreed by who buys for its company, where it says, and nothing else (docs/adr/0069). */
export function quoteCarts(house: () => House): void {
  const { post, asked, offer, accept, offered } = quoteKit(house);
  const member = async (roles: readonly string[], company_id: string) => {
    const member_id = await givenMember(house(), company_id, roles);
    return { member_id, token: tokenFor(house(), { type: "wholesale_member", id: member_id }) };
  };
  /** At the shop's routes, as any client. */
  const store = async (method: string, to: string, token?: string, body?: object) => {
    const answer = await fetch(`${house().backendUrl}/store/${to}`, {
      method,
      headers: {
        "x-publishable-api-key": house().seed.publishable_key,
        "content-type": "application/json",
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  };
  const lineOf = async (cart_id: string) =>
    (
      await house().db.query<{ id: string; price: number; quantity: number }>(
        `select id, unit_price::float8 as price, quantity::int from cart_line_item where cart_id = $1 and deleted_at is null`,
        [cart_id],
      )
    ).rows;
  const cityOf = async (cart_id: string) =>
    (
      await house().db.query<{ city: string | null }>(
        `select a.city from cart c join cart_address a on a.id = c.shipping_address_id where c.id = $1`,
        [cart_id],
      )
    ).rows[0]?.city;
  const moved = (cart_id: string, city: string) =>
    house().db.query(
      `update cart_address set city = $2 where id = (select shipping_address_id from cart where id = $1)`,
      [cart_id, city],
    );
  const orderOf = (cart_id: string) =>
    eventually(
      async () => {
        const { rows: found } = await house().db.query<{ order_id: string | null }>(
          `select order_id from company_order where cart_id = $1`,
          [cart_id],
        );
        return found[0]?.order_id ?? undefined;
      },
      { message: "the company's order does not know its order", timeout_ms: 180_000 },
    );

  it("is paid as it was agreed, at its prices and its freight, and nothing is put beside it, changed in it or taken out of it", async () => {
    const of = await offered(4);
    const cart_id = (await accept(of)).body.cart_id ?? "";
    const buyer = shopper(house(), of.buyer);
    const variant_id = pack(house(), GOODS, PACK);
    await expect(buyer.addLine(cart_id, variant_id, 1)).rejects.toThrow(/accepted quote/);
    // It names no place, and its company has none: so it is said.
    const open = (body: object) => post(`/wholesale/quotes/${of.quote_id}/checkout`, of.buyer, body);
    expect((await open({})).body.code).toBe("transfer_address_needed");
    const [one, other] = await Promise.all([1, 2].map(() => open({ address: WAREHOUSE })));
    expect([one?.status, other?.status]).toContain(200);
    expect(await open({ address: WAREHOUSE })).toMatchObject({ status: 200, body: { cart_id } });
    const [line] = await lineOf(cart_id);
    expect(line).toMatchObject({ price: 12.34, quantity: 4 });
    const at = `carts/${cart_id}`;
    for (const [method, to, body] of [
      ["POST", `${at}/line-items/${line?.id ?? ""}`, { quantity: 40 }],
      ["DELETE", `${at}/line-items/${line?.id ?? ""}`, undefined],
      ["POST", at, { shipping_address: { country_code: "cn", city: "拉萨市" } }],
      ["POST", `${at}/promotions`, { promo_codes: ["ANY"] }],
      ["POST", `${at}/shipping-methods`, { option_id: "so_any" }],
      ["POST", `${at}/pickup`, { points: [] }],
    ] as const)
      expect(await store(method, to, of.buyer, body), `${method} ${to}`).toMatchObject({
        status: 400,
        body: { code: "quote_changed" },
      });
    expect(await lineOf(cart_id)).toEqual([line]);
    await buyer.payByCard(await buyer.paymentSession(cart_id));
    const done = await buyer.complete(cart_id);
    expect(done.type).toBe("order");
    const { rows: paid } = await house().db.query<{ total: number }>(
      `select (s.totals ->> 'current_order_total')::float8 as total from order_summary s join order_cart c on c.order_id = s.order_id where c.cart_id = $1`,
      [cart_id],
    );
    expect(paid[0]?.total).toBe((4 * 1_234 + FREIGHT_MINOR) / 100);
    const order_id = await orderOf(cart_id);
    // Its id alone tells how it stands, and neither goods nor prices; a member of the company is shown it.
    const told = await store("GET", `orders/${order_id}`);
    expect(told).toMatchObject({ status: 200, body: { order: { id: order_id, status: "pending" } } });
    expect(Object.keys(told.body.order as object)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(items|total|item_total|shipping_total|email|display_id)$/)]),
    );
    expect((await store("GET", `orders/${order_id}`, of.buyer)).body.order).toMatchObject({
      total: (4 * 1_234 + FREIGHT_MINOR) / 100,
    });
    expect((await store("GET", `orders/${order_id}/parcels`)).body).not.toHaveProperty("waterfall");
    expect((await store("POST", `orders/${order_id}/key`, undefined, { cart_id })).status).toBe(404);
  });

  it("its cart is there for who buys for its company, and for nobody else", async () => {
    const of = await offered(4);
    const cart_id = (await accept(of)).body.cart_id ?? "";
    const { rows } = await house().db.query<{ company_id: string }>(`select company_id from quote where id = $1`, [
      of.quote_id,
    ]);
    const company_id = rows[0]?.company_id ?? "";
    const ended = await member(["buyer"], company_id);
    const accountant = await member(["accountant", "approver", "owner"], company_id);
    const stranger = await asked(1);
    const collection = await store("POST", "payment-collections", of.buyer, { cart_id });
    const { payment_collection } = collection.body as { payment_collection?: { id: string } };
    const ways = [
      ["GET", `carts/${cart_id}`, undefined],
      ["GET", `carts/${cart_id}/fit`, undefined],
      ["POST", `carts/${cart_id}/complete`, {}],
      ["POST", `carts/${cart_id}/delivery`, { shipping_address: { country_code: "cn" } }],
      ["POST", "payments", { cart_id, provider_id: "pp_stripe_stripe" }],
      ["POST", "payment-collections", { cart_id }],
      [
        "POST",
        `payment-collections/${payment_collection?.id ?? ""}/payment-sessions`,
        { provider_id: "pp_stripe_stripe" },
      ],
      ["GET", `shipping-options?cart_id=${cart_id}`, undefined],
    ] as const;
    expect((await store("GET", `carts/${cart_id}`, ended.token)).status).toBe(200);
    await house().db.query(`update company_member set state = 'left' where id = $1`, [ended.member_id]);
    for (const [method, to, body] of ways) {
      for (const token of [undefined, ended.token, stranger.buyer])
        expect((await store(method, to, token, body)).status, `${method} ${to}`).toBe(404);
      expect((await store(method, to, accountant.token, body)).status, `${method} ${to}`).toBe(403);
    }
    const [line] = await lineOf(cart_id);
    expect((await store("DELETE", `carts/${cart_id}/line-items/${line?.id ?? ""}`)).status).toBe(404);
    expect(await lineOf(cart_id)).toEqual([line]);
    expect((await store("GET", `carts/${cart_id}`, of.buyer)).status).toBe(200);
    const url = `/wholesale/quotes/${of.quote_id}/checkout`;
    expect((await post(url, stranger.buyer, { address: WAREHOUSE })).status).toBe(404);
    expect((await post(url, accountant.token, { address: WAREHOUSE })).status).toBe(403);
  });

  it("goes where the quote says, whatever is asked for and whatever becomes of the company's address", async () => {
    const of = await asked(4, WAREHOUSE);
    expect((await offer(of, 4)).status).toBe(201);
    const cart_id = (await accept(of)).body.cart_id ?? "";
    expect(await cityOf(cart_id)).toBe(WAREHOUSE.city);
    await house().db.query(`update company_address set city = '拉萨市', province = '西藏自治区' where id = $1`, [
      of.address_id,
    ]);
    const lhasa = { ...WAREHOUSE, name: "李四", province: "西藏自治区", city: "拉萨市" };
    const opened = await post(`/wholesale/quotes/${of.quote_id}/checkout`, of.buyer, { address: lhasa });
    expect(opened).toMatchObject({ status: 200, body: { cart_id } });
    expect(await cityOf(cart_id)).toBe(WAREHOUSE.city);
    const asked_for = {
      first_name: "李四",
      country_code: "cn",
      province: "西藏自治区",
      city: "拉萨市",
      address_1: "1",
    };
    const delivered = await store("POST", `carts/${cart_id}/delivery`, of.buyer, { shipping_address: asked_for });
    expect(delivered.status).toBe(200);
    expect(await cityOf(cart_id)).toBe(WAREHOUSE.city);
    // Whoever writes another one all the same does not get it paid.
    await moved(cart_id, "拉萨市");
    const start = { cart_id, provider_id: "pp_stripe_stripe" };
    expect(await store("POST", "payments", of.buyer, start)).toMatchObject({
      status: 400,
      body: { code: "quote_moved" },
    });
    await moved(cart_id, WAREHOUSE.city);
    const buyer = shopper(house(), of.buyer);
    await buyer.payByCard(await buyer.paymentSession(cart_id));
    expect((await buyer.complete(cart_id)).type).toBe("order");
    await orderOf(cart_id);
  });

  it("moved after its card was asked, it becomes no order", async () => {
    const of = await asked(4, WAREHOUSE);
    expect((await offer(of, 4)).status).toBe(201);
    const cart_id = (await accept(of)).body.cart_id ?? "";
    expect((await post(`/wholesale/quotes/${of.quote_id}/checkout`, of.buyer, {})).status).toBe(200);
    const buyer = shopper(house(), of.buyer);
    await buyer.payByCard(await buyer.paymentSession(cart_id));
    await moved(cart_id, "拉萨市");
    await expect(buyer.complete(cart_id)).rejects.toThrow(/another address than the quote says/);
    expect(await ordersOf(house(), cart_id)).toEqual([]);
  });
}
