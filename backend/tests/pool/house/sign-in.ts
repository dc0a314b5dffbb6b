import { readdir } from "node:fs/promises";
import { request } from "node:http";
import { createRequire } from "node:module";
import path from "node:path";
import { expect, test } from "vitest";
import { TRIES_BEFORE_LOCK } from "@commonlot/domain";
import type { House } from "../../../../dev/src/testing/house";
import { Desk, type Reply } from "../../people/desk-client";

interface Login {
  email: string;
  password: string;
  role: string;
}

const BUYER = { email: "buyer@shop.example", password: "a-long-password" };
/** All that is asked for below /auth here, with what stands in the addresses below. */
const STANDS_OPEN = new Set([
  "POST /auth/session",
  "DELETE /auth/session",
  "POST /auth/token/refresh",
  "GET /auth/user/providers",
  "POST /auth/user/emailpass",
  "POST /auth/user/emailpass/callback",
  "POST /auth/user/emailpass/register",
]);

/** Every route that this Medusa has below /auth. */
async function routesOfMedusa(): Promise<[string, string][]> {
  const load = createRequire(import.meta.url);
  const api = path.join(path.dirname(load.resolve("@medusajs/medusa/package.json")), "dist/api");
  const files = await readdir(path.join(api, "auth"), { recursive: true });
  return files
    .filter((file) => path.basename(file) === "route.js")
    .flatMap((file) =>
      Object.keys(load(path.join(api, "auth", file)) as object).map((method): [string, string] => [
        method,
        `/auth/${path.dirname(file)}`,
      ]),
    );
}

/** Signing in over HTTP: by card, by e-mail, and what must not work. */
export function signIn(house: () => House): void {
  const anybody = () => new Desk(house().backendUrl);
  const card = (number: string, pin: string) => anybody().post("/auth/household/card-pin", { card: number, pin });
  const login = (email: string) => (house().seed.logins as Login[]).find((one) => one.email === email)!;
  const buyerToken = async () => String((await anybody().post("/auth/customer/emailpass", BUYER)).body.token);

  /** The status of an answer; a body goes with every method, as no browser sends it. */
  const knock = (method: string, at: string, body: object, token?: string) =>
    new Promise<number | undefined>((resolve, reject) => {
      const sent = JSON.stringify(body);
      const asked = request(new URL(at, house().backendUrl), {
        method,
        headers: {
          "content-type": "application/json",
          // Node sets none for GET.
          "content-length": Buffer.byteLength(sent),
          ...(token ? { authorization: `Bearer ${token}` } : {}),
        },
      });
      asked.on("response", (answer) => resolve(answer.resume().statusCode)).on("error", reject);
      asked.end(sent);
    });

  test("a household signs in by its card as people type it, and a person at work by e-mail", async () => {
    const reply = await card(" wd 0001 ", login("WD0001").password);
    expect(reply.status).toBe(200);
    const home = new Desk(house().backendUrl, String(reply.body.token));
    expect((await home.get("/household/me")).body.household.card_number).toBe("WD0001");
    // What travels to the client is a token without hash or phone in it.
    const claims = Buffer.from(String(reply.body.token).split(".")[1] ?? "", "base64url").toString();
    expect(claims).not.toMatch(/scrypt|phone:/);

    const { email, password } = login("weigher@wudu.example");
    const staff = await anybody().post("/auth/coop_member/staff-password", { name: email.toUpperCase(), password });
    expect(staff.status).toBe(200);
  });

  test("a wrong PIN, a card nobody has and something that is no card get the same answer, to the letter", async () => {
    const answers: Reply[] = [];
    for (const number of ["WD0033", "QQ4711", "no card at all", ""]) answers.push(await card(number, "000001"));
    expect(new Set(answers.map((one) => JSON.stringify(one))).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 401, body: { code: "sign_in_wrong" } });
    for (const body of [
      {},
      { card: ["WD0033"], pin: { $ne: "" } },
      { card: "WD0033" },
      { card: "WD0033", pin: 246810 },
    ]) {
      expect((await anybody().post("/auth/household/card-pin", body)).status).toBe(401);
    }
  });

  test.each(["LC0001", "QQ4712"])(
    "guessing at %s locks it, the right PIN included, whether the card exists or not",
    async (number) => {
      const replies = await Promise.all(Array.from({ length: 12 }, (_, i) => card(number, `00000${i}`)));
      expect(replies.filter((one) => one.body.code === "sign_in_wrong")).toHaveLength(TRIES_BEFORE_LOCK);
      expect(replies.filter((one) => one.body.code === "sign_in_locked")).toHaveLength(12 - TRIES_BEFORE_LOCK);
      expect(await card(number, login("LC0001").password)).toMatchObject({
        status: 401,
        body: { code: "sign_in_locked" },
      });
    },
  );

  test("asking for a code says the same for every phone, and no more often than once a minute", async () => {
    const ask = (phone: string) => anybody().post("/auth/household/phone-code", { phone });
    const [known, unknown] = [await ask("100 0000 0001"), await ask("13800138000")];
    expect(known).toEqual({ status: 200, body: { location: "code" } });
    expect(unknown).toEqual(known);
    for (const phone of ["100 0000 0001", "13800138000"]) {
      expect(await ask(phone)).toMatchObject({ status: 401, body: { code: "code_too_soon" } });
      expect(await anybody().post("/auth/household/phone-code/callback", { phone, code: "000000" })).toMatchObject({
        status: 401,
        body: { code: "sign_in_wrong" },
      });
    }
    expect(await ask("not a phone")).toMatchObject({ status: 401, body: { code: "sign_in_wrong" } });
    const queued = await house().db.query(`select 1 from outbox_message where job = 'send-code'`);
    expect(queued.rowCount).toBeGreaterThanOrEqual(2);
  });

  test("nobody makes or changes an account of a household, a member or a secretary from outside", async () => {
    const body = {
      email: "nobody@wudu.example",
      name: "nobody@wudu.example",
      card: "QQ0001",
      pin: "246811",
      password: "a-long-password",
    };
    for (const [actor, provider] of [
      ["household", "card-pin"],
      ["household", "phone-code"],
      ["coop_member", "staff-password"],
      ["coop_member", "emailpass"],
      ["secretary", "staff-password"],
    ]) {
      for (const act of ["register", "reset-password", "update"]) {
        const sent = act === "reset-password" ? { identifier: "WD0001" } : body;
        const reply = await anybody().post(`/auth/${actor}/${provider}/${act}`, sent);
        // Medusa's own door comes first where it refuses already: no such way in.
        expect(act !== "register" ? [404] : provider === "emailpass" ? [400, 403] : [403], `${actor} ${act}`).toContain(
          reply.status,
        );
      }
    }
    // Another word for an actor type, or one's neighbour's way in, is no way round.
    for (const path of ["/auth/farmer/card-pin", "/auth/farmer/card-pin/register", "/auth/farmer/emailpass"]) {
      expect((await anybody().post(path, body)).status, path).toBe(404);
    }
    for (const path of [
      "/auth/customer/card-pin",
      "/auth/coop_member/card-pin",
      "/auth/household/staff-password",
      "/auth/coop_member/emailpass",
    ]) {
      expect((await anybody().post(path, body)).status, path).toBe(400);
    }
    const written = await house().db.query(
      `select 1 from provider_identity where entity_id in ('nobody@wudu.example', 'QQ0001')`,
    );
    expect(written.rowCount).toBe(0);
  });

  test("a buyer's account opens the shop and nothing else", async () => {
    expect((await anybody().post("/auth/customer/emailpass/register", BUYER)).status).toBe(200);
    const holder = new Desk(house().backendUrl, await buyerToken());
    for (const path of ["/desk/me", "/household/me"]) expect((await holder.get(path)).status).toBe(401);
  });

  test("of all that Medusa has below /auth only what we name is open, to anybody and whoever is signed in", async () => {
    const { email, password } = login("weigher@wudu.example");
    const staff = await anybody().post("/auth/coop_member/staff-password", { name: email, password });
    const tokens = { nobody: undefined, buyer: await buyerToken(), staff: String(staff.body.token) };
    // A second factor that somebody sets up for an account locks its owner out; a list of factors tells of it.
    const closed: string[] = [];
    for (const [method, route] of await routesOfMedusa()) {
      const address = route
        .replace("[actor_type]", "user")
        .replace("[auth_provider]", "emailpass")
        .replace("[id]", "authmf_nobody");
      if (STANDS_OPEN.has(`${method} ${address}`)) continue;
      closed.push(`${method} ${address}`);
      for (const [who, token] of Object.entries(tokens))
        for (const at of [address, `${address}/`, address.toUpperCase()])
          expect(await knock(method, at, { provider: "totp" }, token), `${who}: ${method} ${at}`).toBe(404);
    }
    expect(closed).toEqual(
      expect.arrayContaining(["POST /auth/mfa/factors", "DELETE /auth/mfa/factors/authmf_nobody"]),
    );
    expect((await house().db.query(`select 1 from auth_mfa_factor`)).rowCount).toBe(0);
    // What stands open answers as it should: an operator's session is prolonged, a buyer's is not.
    const operator = login("operator@commonlot.example");
    const signed = await anybody().post("/auth/user/emailpass", { email: operator.email, password: operator.password });
    expect(await knock("POST", "/auth/token/refresh", {}, String(signed.body.token))).toBe(200);
    expect(await knock("POST", "/auth/token/refresh", {}, tokens.buyer)).toBe(403);
  });

  test("a sign-in is counted however it is asked for: by GET, with the same body, there is none", async () => {
    const { email, password } = login("operator@commonlot.example");
    for (const secret of [password, "guess"])
      expect(await knock("GET", "/auth/user/emailpass", { email, password: secret }), secret).toBe(404);
  });
}
