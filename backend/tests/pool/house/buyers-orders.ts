import { beforeAll, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { cardsOf, deskToken, pool, weighIn } from "../../checkout/support";
import type { Json } from "../../people/desk-client";
import { askedAnew } from "./asked-anew";
import { buyersKit, OTHER_PASSWORD, PASSWORD } from "./buyers-kit";

const idsIn = (body: Json): string[] => (body as { orders: { id: string }[] }).orders.map((one) => one.id);

/** What a buyer bought, over HTTP: whose it is, whom it shows itself to, and what only its buyer may do with it. */
export function buyersOrders(house: () => House): void {
  const { call, post, bearer, prove, signIn, unproven, handle, buyAs } = buyersKit(house);

  beforeAll(async () => {
    await askedAnew(house());
    const { cooperative_id } = await pool(house(), handle());
    const cooperatives = house().seed.cooperatives as { id: string; handle: string }[];
    const desk = await deskToken(house(), "manager", cooperatives.find((one) => one.id === cooperative_id)!.handle);
    await weighIn(house(), desk, handle(), 40_000, (await cardsOf(house(), handle()))[0]!);
  });

  test("a guest's orders come into the account that proves the address, and into no account that only says it", async () => {
    const email = "fang@shop.example";
    // Somebody else makes an account with the address, and leaves an address of their own in it.
    const squatter = await unproven(email);
    const trap = {
      first_name: "贼",
      address_1: "别处 1 号",
      country_code: "cn",
      province: "广东省",
      is_default_shipping: true,
    };
    expect((await post("/store/customers/me/addresses", trap, bearer(squatter))).status).toBe(200);
    // Medusa puts what a guest buys now into that account.
    const before = await buyAs(email);
    const meanwhile = await buyAs(email);
    const owners = await house().db.query(
      `select distinct c.email, c.has_account from "order" o join customer c on c.id = o.customer_id where o.id = any($1)`,
      [[before.id, meanwhile.id]],
    );
    expect(owners.rows).toEqual([{ email, has_account: true }]);
    for (const path of ["/store/orders", "/store/account/orders", "/store/account/export"]) {
      const answer = await call("GET", path, undefined, bearer(squatter));
      expect(answer, path).toMatchObject({ status: 403, body: { code: "contact_not_proven" } });
    }
    // Nor are they forgotten because somebody says so who has not shown that they are theirs.
    expect(await post("/store/account/erasure", { password: PASSWORD }, bearer(squatter))).toMatchObject({
      status: 403,
      body: { code: "contact_not_proven" },
    });
    for (const { id } of [before, meanwhile]) {
      expect((await call("GET", `/store/orders/${id}/buyer`, undefined, bearer(squatter))).status).toBe(403);
      expect((await post("/store/account/orders", { order_id: id }, bearer(squatter))).status).toBe(403);
    }
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await prove(email, OTHER_PASSWORD)).body).toEqual({ proof: { created: false, claimed: 0 } });
    expect((await call("GET", "/store/customers/me", undefined, bearer(squatter))).status).toBe(401);
    const own = await signIn(email, OTHER_PASSWORD);
    const { body } = await call("GET", "/store/account/orders", undefined, bearer(own));
    expect(idsIn(body)).toEqual([meanwhile.id, before.id]);
    const addresses = await call("GET", "/store/customers/me/addresses", undefined, bearer(own));
    expect(addresses.body.addresses).toEqual([]);
    // A page at a time, none twice and none left out.
    const first = await call("GET", "/store/account/orders?limit=1", undefined, bearer(own));
    const second = await call(
      "GET",
      `/store/account/orders?limit=1&cursor=${encodeURIComponent(String(first.body.next))}`,
      undefined,
      bearer(own),
    );
    expect([first, second].flatMap((page) => idsIn(page.body))).toEqual([meanwhile.id, before.id]);
    const file = await call("GET", "/store/account/export", undefined, bearer(own));
    expect(file.body.orders).toHaveLength(2);
    expect(file.body.orders[0].sent_to.address_1).toBe("Renmin Lu 12");
  });

  test("what was bought as a guest before there was an account is found in it once the address is proven", async () => {
    const order = await buyAs("Guest@Shop.example");
    const capitals = await buyAs("guest@shop.example");
    // As other clients, and orders of before, may have written it.
    await house().db.query(`update "order" set email = 'GUEST@shop.example' where id = $1`, [capitals.id]);
    expect((await prove("guest@shop.example")).body).toEqual({ proof: { created: true, claimed: 2 } });
    const own = await signIn("guest@shop.example");
    expect(idsIn((await call("GET", "/store/account/orders", undefined, bearer(own))).body)).toEqual([
      capitals.id,
      order.id,
    ]);
  });

  test("an order's id opens it for half an hour without address and contact, then to its buyer alone; a completed cart tells neither", async () => {
    const email = "private@shop.example";
    const order = await buyAs(email);
    const { rows } = await house().db.query<{ cart_id: string }>(`select cart_id from order_cart where order_id = $1`, [
      order.id,
    ]);
    const cart_id = rows[0]?.cart_id ?? "";
    const { body } = await post(`/store/orders/${order.id}/key`, { cart_id });
    const key = { "x-order-key": String(body.key) };
    const open = (more: Record<string, string> = {}) => call("GET", `/store/orders/${order.id}`, undefined, more);
    const canary = /private@shop|Renmin Lu|Xiulan|13800000000/;
    const soon = await open();
    expect(soon.status).toBe(200);
    expect(soon.body.order).toMatchObject({ id: order.id, email: null, shipping_address: { address_1: "" } });
    expect(soon.body.order.items).toHaveLength(1);
    for (const answer of [
      soon,
      await call("GET", `/store/orders/${order.id}/parcels`),
      await call("GET", `/store/carts/${cart_id}`),
      await call(
        "GET",
        `/store/carts/${cart_id}?fields=%2Bpayment_collection.*,%2Bpayment_collection.payment_sessions.*`,
      ),
      await post(`/store/carts/${cart_id}/complete`, {}),
      await call(
        "GET",
        `/store/orders/${order.id}?fields=%2Bcustomer.email,%2Bpayment_collections.payment_sessions.*,%2Bcustomer_id`,
      ),
    ]) {
      expect(JSON.stringify(answer.body)).not.toMatch(canary);
      expect(answer.status).toBe(200);
    }
    await house().db.query(`update "order" set created_at = created_at - interval '31 minutes' where id = $1`, [
      order.id,
    ]);
    for (const path of ["", "/parcels"]) {
      const later = await call("GET", `/store/orders/${order.id}${path}`);
      const never = await call("GET", `/store/orders/order_of_nobody${path}`);
      expect(later).toMatchObject({ status: 404, body: { code: "order_not_found" } });
      // Who guesses ids learns nothing of those that are.
      expect(never).toEqual(later);
    }
    expect((await open(key)).body.order).toMatchObject({ email, shipping_address: { address_1: "Renmin Lu 12" } });
    expect((await call("GET", `/store/orders/${order.id}/parcels`, undefined, key)).body).toMatchObject({
      buyer: true,
    });
    const other = await buyAs("neighbour@shop.example");
    expect((await call("GET", `/store/orders/${other.id}`, undefined, key)).body.order.email).toBeNull();
    await prove(email);
    const own = await signIn(email);
    expect((await open(bearer(own))).body.order.email).toBe(email);
    // A session that is over asks as anybody.
    await post("/store/account/sign-out", {}, bearer(own));
    expect((await open(bearer(own))).status).toBe(404);
  });

  test("only its buyer calls an order back; asked twice it is one cancellation, on its way at once", async () => {
    const order = await buyAs("sorry@shop.example");
    const { rows } = await house().db.query<{ cart_id: string }>(`select cart_id from order_cart where order_id = $1`, [
      order.id,
    ]);
    const { body } = await post(`/store/orders/${order.id}/key`, { cart_id: rows[0]?.cart_id });
    const key = { "x-order-key": String(body.key) };
    expect((await post(`/store/orders/${order.id}/cancel`, {})).status).toBe(403);
    expect((await post(`/store/orders/${order.id}/cancel`, { more: 1 }, key)).status).toBe(400);
    expect((await post("/store/orders/order_of_nobody/cancel", {}, key)).status).toBe(404);
    const asked = await Promise.all([1, 2].map(() => post(`/store/orders/${order.id}/cancel`, {}, key)));
    expect(asked.map((one) => one.status)).toEqual([202, 202]);
    const sent = await house().db.query(
      `select 1 from outbox_message where job = 'cancel-order' and dedup_key = $1 and due_at <= now()`,
      [order.id],
    );
    expect(sent.rowCount).toBe(1);
    const told = await call("GET", `/store/orders/${order.id}/parcels`, undefined, key);
    expect(told.body).toMatchObject({ buyer: true, called_back: true, goes_back: null });
  });

  test("an invoice is its buyer's, and there is none before the payment is taken", async () => {
    const order = await buyAs("paper@shop.example");
    await prove("paper@shop.example");
    const own = bearer(await signIn("paper@shop.example"));
    const at = `/store/orders/${order.id}/invoices`;
    expect((await post(at, {})).status).toBe(403);
    expect((await call("GET", at)).status).toBe(403);
    expect((await call("GET", `${at}/inv_1/file`)).status).toBe(403);
    expect(await post(at, { title: "a\nb" }, own)).toMatchObject({ status: 400, body: { field: "title" } });
    const half = { title: "陇南某某公司", tax_number: "91350100M000100Y34" };
    expect(await post(at, half, own)).toMatchObject({ status: 400, body: { field: "tax_number" } });
    expect(await post(at, {}, own)).toMatchObject({ status: 400, body: { code: "not_captured" } });
    expect((await call("GET", at, undefined, own)).body).toEqual({
      invoices: [],
      company: null,
      nothing_to_invoice: false,
    });
    expect((await call("GET", `${at}/inv_1/file`, undefined, own)).status).toBe(404);
  });

  test("an order is kept in an account by its key, and is not taken out of another's", async () => {
    await prove("first@shop.example");
    await prove("second@shop.example");
    const [first, second] = [await signIn("first@shop.example"), await signIn("second@shop.example")];
    const order = await buyAs("friend@shop.example");
    const { rows } = await house().db.query<{ cart_id: string }>(`select cart_id from order_cart where order_id = $1`, [
      order.id,
    ]);
    const { body } = await post(`/store/orders/${order.id}/key`, { cart_id: rows[0]?.cart_id });
    const keyed = (token: string) => ({ ...bearer(token), "x-order-key": String(body.key) });
    expect((await post("/store/account/orders", { order_id: order.id }, bearer(first))).status).toBe(403);
    expect((await post("/store/account/orders", { order_id: order.id }, keyed(first))).status).toBe(201);
    expect((await post("/store/account/orders", { order_id: order.id }, keyed(first))).status).toBe(201);
    expect(await post("/store/account/orders", { order_id: order.id }, keyed(second))).toMatchObject({
      status: 400,
      body: { code: "in_another_account" },
    });
    expect((await call("GET", `/store/orders/${order.id}/buyer`, undefined, bearer(first))).status).toBe(200);
    expect((await call("GET", `/store/orders/${order.id}/buyer`, undefined, bearer(second))).status).toBe(403);
  });
}
