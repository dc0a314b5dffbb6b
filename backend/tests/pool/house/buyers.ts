import { beforeAll, expect, test } from "vitest";
import { TRIES_BEFORE_LOCK } from "@commonlot/domain";
import type { House } from "../../../../dev/src/testing/house";
import { askedAnew } from "./asked-anew";
import { pack, purchase, shopper, weighIn, cardsOf, deskToken, pool, seedOf } from "../../checkout/support";
import type { Json, Reply } from "../../people/desk-client";
import { waitingCode } from "../../people/mail-code";

const idsIn = (body: Json): string[] => (body as { orders: { id: string }[] }).orders.map((one) => one.id);
const PASSWORD = "three walnuts fall";
const OTHER_PASSWORD = "four walnuts fall";

/** A buyer's account over HTTP: what proves it, what it opens, and what nobody learns of it. */
export function buyers(house: () => House): void {
  const call = async (
    method: string,
    to: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<Reply> => {
    const answer = await fetch(`${house().backendUrl}${to}`, {
      method,
      headers: { "content-type": "application/json", "x-publishable-api-key": house().seed.publishable_key, ...more },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    return { status: answer.status, body: text === "" ? null : JSON.parse(text) };
  };
  const post = (to: string, body: unknown, more?: Record<string, string>) => call("POST", to, body, more);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
  /** As the clock of the pause between two codes sees it. */
  const aMinutePasses = () =>
    house().db.query(`update sign_in_code set created_at = created_at - interval '61 seconds'`);
  const prove = async (email: string, password = PASSWORD) => {
    await aMinutePasses();
    expect((await post("/store/account/codes", { email })).status).toBe(202);
    return post("/store/account/proofs", {
      email,
      code: await waitingCode(house(), email.trim().toLowerCase()),
      password,
    });
  };
  const signIn = async (email: string, password = PASSWORD) => {
    const { body } = await post("/auth/customer/emailpass", { email, password });
    return String(body.token);
  };
  /** Medusa's own way to an account, which proves nothing. */
  const unproven = async (email: string) => {
    const made = await post("/auth/customer/emailpass/register", { email, password: PASSWORD });
    expect((await post("/store/customers", { email }, bearer(String(made.body.token)))).status).toBe(200);
    return signIn(email);
  };
  const handle = () =>
    seedOf(house()).products.find((one) => one.variants.some((v) => v.units_per_pack === 500))!.handle;
  const buyAs = (email: string) =>
    shopper(house()).buy(purchase(house(), [{ variant_id: pack(house(), handle(), 500), quantity: 1 }], { email }));

  beforeAll(async () => {
    await askedAnew(house());
    const { cooperative_id } = await pool(house(), handle());
    const cooperatives = house().seed.cooperatives as { id: string; handle: string }[];
    const desk = await deskToken(house(), "manager", cooperatives.find((one) => one.id === cooperative_id)!.handle);
    await weighIn(house(), desk, handle(), 40_000, (await cardsOf(house(), handle()))[0]!);
  });

  test("an account is opened by a code to the address, however it is written, and signs in by its password", async () => {
    expect((await prove(" Lan@Shop.Example ")).body).toEqual({ proof: { created: true, claimed: 0 } });
    const token = await signIn("LAN@shop.example");
    expect((await call("GET", "/store/account", undefined, bearer(token))).body.account).toMatchObject({
      email: "lan@shop.example",
      proven: true,
    });
    // The code was used up with it.
    const { rows } = await house().db.query(`select 1 from customer where email = 'lan@shop.example' and has_account`);
    expect(rows).toHaveLength(1);
  });

  test("asking for a code and failing to sign in say the same of an address that has an account and of one that has none", async () => {
    await aMinutePasses();
    const asked = await Promise.all(
      ["lan@shop.example", "nobody@shop.example"].map((email) => post("/store/account/codes", { email })),
    );
    expect(asked[1]).toEqual(asked[0]);
    const again = await Promise.all(
      ["lan@shop.example", "nobody@shop.example"].map((email) => post("/store/account/codes", { email })),
    );
    expect(again[0]).toMatchObject({ status: 400, body: { code: "code_too_soon" } });
    expect(again[1]).toEqual(again[0]);
    const wrong = await Promise.all(
      ["lan@shop.example", "nobody@shop.example", "no address at all"].map((email) =>
        post("/auth/customer/emailpass", { email, password: "not this one" }),
      ),
    );
    expect(wrong[0]).toMatchObject({ status: 401, body: { code: "sign_in_wrong" } });
    expect(new Set(wrong.map((one) => JSON.stringify(one))).size).toBe(1);
    const guessed = await Promise.all(
      ["lan@shop.example", "nobody@shop.example"].map((email) =>
        post("/store/account/proofs", { email, code: "000000", password: PASSWORD }),
      ),
    );
    expect(guessed[0]).toMatchObject({ status: 400, body: { code: "sign_in_wrong", field: "code" } });
    expect(guessed[1]).toEqual(guessed[0]);
  });

  test.each(["mei@shop.example", "nobody-at-all@shop.example"])(
    "guessing at %s locks it, the right password included, whether there is an account or not; a code by e-mail opens it again",
    async (email) => {
      if (email.startsWith("mei")) await prove(email);
      const tries = await Promise.all(
        Array.from({ length: 12 }, (_, i) =>
          post("/auth/customer/emailpass", { email, password: `guess number ${i}` }),
        ),
      );
      expect(tries.filter((one) => one.body.code === "sign_in_wrong")).toHaveLength(TRIES_BEFORE_LOCK);
      expect(tries.filter((one) => one.body.code === "sign_in_locked")).toHaveLength(12 - TRIES_BEFORE_LOCK);
      expect((await post("/auth/customer/emailpass", { email, password: PASSWORD })).body.code).toBe("sign_in_locked");
      if (!email.startsWith("mei")) return;
      expect((await prove(email, OTHER_PASSWORD)).status).toBe(200);
      expect(await signIn(email, OTHER_PASSWORD)).toMatch(/^ey/);
    },
  );

  test("an account is made under one's own address alone, and who proves an address shares it with no sign-in of before", async () => {
    const [thief, victim] = ["thief@shop.example", "victim@shop.example"];
    const made = await post("/auth/customer/emailpass/register", { email: thief, password: OTHER_PASSWORD });
    const unnamed = bearer(String(made.body.token));
    for (const email of [victim, "VICTIM@shop.example", undefined]) {
      expect(await post("/store/customers", { email }, unnamed)).toMatchObject({
        status: 400,
        body: { field: "email" },
      });
    }
    expect((await post("/store/customers", { email: "Thief@shop.example" }, unnamed)).status).toBe(200);
    // As it was possible before: an account under the other's address.
    await house().db.query(`update customer set email = $2 where email = $1 and has_account`, [thief, victim]);
    const trap = { first_name: "贼", address_1: "别处 1 号", country_code: "cn", province: "广东省" };
    const before = bearer(await signIn(thief, OTHER_PASSWORD));
    expect((await post("/store/customers/me/addresses", trap, before)).status).toBe(200);
    expect((await prove(victim)).body).toEqual({ proof: { created: false, claimed: 0 } });
    const again = await post("/auth/customer/emailpass", { email: thief, password: OTHER_PASSWORD });
    expect(again.status).toBe(401);
    const own = bearer(await signIn(victim));
    expect((await call("GET", "/store/account", undefined, own)).body.account).toMatchObject({ email: victim });
    expect((await call("GET", "/store/customers/me/addresses", undefined, own)).body.addresses).toEqual([]);
  });

  test("an address of the book has a phone that can be dialled, by whatever client it is written", async () => {
    const email = "phones@shop.example";
    await prove(email);
    const own = bearer(await signIn(email));
    const at = "/store/customers/me/addresses";
    const address = { first_name: "方", address_1: "体育东路 1 号", country_code: "cn", province: "广东省" };
    for (const phone of ["<b>13800138000</b>", "13800138000 方先生", "不知道"]) {
      expect(await post(at, { ...address, phone }, own)).toMatchObject({
        status: 400,
        body: { code: "phone_not_dialled", field: "phone" },
      });
    }
    expect((await call("GET", at, undefined, own)).body.addresses).toEqual([]);
    expect((await post(at, { ...address, phone: "0939-8212345" }, own)).status).toBe(200);
    expect((await post(at, { ...address, country_code: "sg", phone: "6123 4567" }, own)).status).toBe(200);
    const [kept] = (await call("GET", at, undefined, own)).body.addresses as { id: string; phone: string }[];
    expect((await post(`${at}/${kept?.id ?? ""}`, { phone: "tel:13800138000" }, own)).status).toBe(400);
    // What says nothing of a phone changes none.
    expect((await post(`${at}/${kept?.id ?? ""}`, { is_default_shipping: true }, own)).status).toBe(200);
    const after = (await call("GET", at, undefined, own)).body.addresses as { id: string; phone: string }[];
    expect(after.map((one) => one.phone).sort()).toEqual(["0939-8212345", "6123 4567"]);
  });

  test("another password ends every session of before; so does signing out everywhere", async () => {
    const email = "hong@shop.example";
    await prove(email);
    const stolen = await signIn(email);
    // A token from before the password, prolonged after it, would be one of after it.
    const unnamed = await post("/auth/customer/emailpass/register", {
      email: "early@shop.example",
      password: PASSWORD,
    });
    for (const token of [stolen, String(unnamed.body.token)]) {
      expect((await post("/auth/token/refresh", {}, bearer(token))).status).toBe(403);
    }
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    expect((await prove(email, OTHER_PASSWORD)).body).toEqual({ proof: { created: false, claimed: 0 } });
    for (const path of ["/store/account", "/store/customers/me", "/store/customers/me/addresses", "/store/orders"]) {
      expect((await call("GET", path, undefined, bearer(stolen))).status, path).toBe(401);
    }
    expect((await post("/auth/customer/emailpass", { email, password: PASSWORD })).status).toBe(401);
    const own = await signIn(email, OTHER_PASSWORD);
    expect((await post("/store/account/sign-out", {}, bearer(own))).status).toBe(200);
    expect((await call("GET", "/store/account", undefined, bearer(own))).status).toBe(401);
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    const after = await signIn(email, OTHER_PASSWORD);
    expect((await call("GET", "/store/account", undefined, bearer(after))).status).toBe(200);
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
    expect((await call("GET", at, undefined, own)).body).toEqual({ invoices: [] });
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

  test("a mailbox opens no desk: the operator's address gets no buyer's account, and the operator's password stays", async () => {
    const email = "operator@commonlot.example";
    expect((await prove(email)).body).toMatchObject({ code: "sign_in_taken" });
    expect((await post("/auth/user/emailpass", { email, password: PASSWORD })).status).toBe(401);
    const login = seedOf(house()).logins.find((one) => one.email === email)!;
    expect((await post(login.sign_in.path, login.sign_in.body)).status).toBe(200);
  });

  test("what is no address, no code or no password is refused with its field, and changes nothing", async () => {
    for (const body of [
      {},
      { email: "nobody" },
      { email: "a b@c.example" },
      { email: ["x@y.example"] },
      { email: "x@y.example", more: 1 },
    ]) {
      expect((await post("/store/account/codes", body)).status).toBe(400);
    }
    const right = { email: "ping@shop.example", code: "123456", password: PASSWORD };
    for (const [more, field] of [
      [{ password: "short" }, "password"],
      [{ password: "pingpingping" }, "password"],
      [{ name: "a\nb" }, "name"],
      [{ code: "" }, "code"],
    ] as const) {
      expect(await post("/store/account/proofs", { ...right, ...more }), field).toMatchObject({
        status: 400,
        body: { field },
      });
    }
    expect((await house().db.query(`select 1 from customer where email = 'ping@shop.example'`)).rowCount).toBe(0);
    await prove("ping@shop.example");
    const token = await signIn("ping@shop.example");
    expect(await post("/store/account/erasure", { password: "not this one" }, bearer(token))).toMatchObject({
      status: 400,
      body: { code: "sign_in_wrong", field: "password" },
    });
    expect((await call("GET", "/store/account", undefined, bearer(token))).status).toBe(200);
  });
}
