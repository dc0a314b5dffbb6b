import { beforeAll, expect, test } from "vitest";
import { TRIES_BEFORE_LOCK } from "@commonlot/domain";
import type { House } from "../../../../dev/src/testing/house";
import { seedOf } from "../../checkout/support";
import { askedAnew } from "./asked-anew";
import { buyersKit, OTHER_PASSWORD, PASSWORD } from "./buyers-kit";

/** A buyer's account over HTTP: what proves it, how it is opened and closed, and what nobody learns of it. */
export function buyers(house: () => House): void {
  const { call, post, bearer, aMinutePasses, prove, signIn } = buyersKit(house);

  beforeAll(() => askedAnew(house()));

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
