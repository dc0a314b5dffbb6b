import { beforeAll, expect, test } from "vitest";
import { ADDRESS_TRIES } from "@commonlot/domain";
import type { House } from "../../../../dev/src/testing/house";
import { reply } from "../../../../dev/src/sms/reply";
import { Cipher } from "../../../src/lib/cipher";
import { Desk } from "../../people/desk-client";

interface Login {
  email: string;
  password: string;
}

/** The team of a cooperative, a household's own account, and the limit on guessing by address: over HTTP. */
export function team(house: () => House): void {
  let manager: Desk;
  beforeAll(async () => {
    manager = await Desk.signIn(house(), "manager@longchuan.example");
  });
  const anybody = () => new Desk(house().backendUrl);
  /** The link's word, as only the one who was invited gets it. */
  const tokenOf = async (invite_id: string): Promise<string> => {
    const { rows } = await house().db.query<{ message_sealed: string }>(
      `select message_sealed from member_invite where id = $1`,
      [invite_id],
    );
    const message = new Cipher(house().env.HOUSEHOLD_KEY ?? "").open(
      rows[0]?.message_sealed ?? "",
      `member_invite:${invite_id}:message`,
    );
    return /desk\/join\/([\w-]+)/.exec(message)?.[1] ?? "";
  };

  test("somebody invited joins by the link alone, works at once, and is out at the next click when their work ends", async () => {
    const invite = { name: "新来的", role: "weigher", email: "New.Hand@longchuan.example" };
    const { body } = await manager.post("/desk/team/invites", invite);
    expect(JSON.stringify(body)).not.toContain("join");
    const token = await tokenOf(body.invite.id as string);
    expect((await anybody().get(`/invites/${token}`)).body).toMatchObject({
      invite: { role: "weigher", sign_in_name: "new.hand@longchuan.example", known: false },
    });
    expect(await anybody().post(`/invites/${token}`, { name: "新来的", password: "short" })).toMatchObject({
      status: 400,
      body: { code: "invalid_password", field: "password" },
    });
    const password = "核桃树下三只白鹅一头牛";
    expect((await anybody().post(`/invites/${token}`, { name: "新来的", password })).status).toBe(201);
    // The link again, with another password: nothing of the first is replaced.
    const used = { status: 400, body: { code: "invite_used" } };
    const other = { name: "别人", password: "someone else's password" };
    expect(await anybody().post(`/invites/${token}`, other)).toMatchObject(used);
    expect(await anybody().get(`/invites/${token}`)).toMatchObject(used);
    const sign_in = (secret: string) =>
      anybody().post("/auth/coop_member/staff-password", { name: invite.email, password: secret });
    expect((await sign_in("someone else's password")).status).toBe(401);
    const hand = new Desk(house().backendUrl, String((await sign_in(password)).body.token));
    expect((await hand.get("/desk/me")).body.member).toMatchObject({ name: "新来的", role: "weigher" });
    expect((await hand.get("/desk/team")).status).toBe(403);
    const { members } = (await manager.get("/desk/team")).body;
    const { id } = (members as { id: string; email: string }[]).find(
      (one) => one.email === "new.hand@longchuan.example",
    )!;
    expect((await manager.post(`/desk/team/members/${id}`, { role: "packer" })).status).toBe(200);
    expect((await hand.get("/desk/me")).body.member.role).toBe("packer");
    expect((await manager.post(`/desk/team/members/${id}/end`, {})).status).toBe(200);
    expect((await hand.get("/desk/me")).status).toBe(403);
    const { events } = (await manager.get("/desk/team")).body;
    expect((events as { act: string }[]).map((one) => one.act)).toEqual(["ended", "role_changed", "joined", "invited"]);
    // The log of the cooperative tells the same, a page at a time.
    const first = (await manager.get("/desk/activity?limit=3")).body;
    const second = (await manager.get(`/desk/activity?limit=3&cursor=${encodeURIComponent(first.next as string)}`))
      .body;
    const acts = [...first.activity, ...second.activity] as { id: string; act: string; subject: string }[];
    expect(new Set(acts.map((one) => one.id)).size).toBe(acts.length);
    expect(acts.filter((one) => one.subject === "新来的").map((one) => one.act)).toEqual([
      "team_ended",
      "team_role_changed",
      "team_joined",
      "team_invited",
    ]);
  });

  test("somebody who signs in by phone and is invited by e-mail gets no second way in, whatever password is sent", async () => {
    const [phone, email] = ["13800138771", "known.hand@longchuan.example"];
    const asked = async (contact: object) =>
      tokenOf(
        (await manager.post("/desk/team/invites", { name: "老手", role: "packer", ...contact })).body.invite
          .id as string,
      );
    const password = "核桃树下三只白鹅一头牛";
    expect((await anybody().post(`/invites/${await asked({ phone })}`, { name: "老手", password })).status).toBe(201);
    const { members } = (await manager.get("/desk/team")).body;
    const { id } = (members as { id: string; name: string }[]).find((one) => one.name === "老手")!;
    await house().db.query(`update coop_member set email = $2 where id = $1`, [id, email]);
    expect((await manager.post(`/desk/team/members/${id}/end`, {})).status).toBe(200);
    const link = `/invites/${await asked({ email })}`;
    expect((await anybody().get(link)).body.invite).toMatchObject({ sign_in_name: email, known: true });
    for (const secret of ["1", "someone else's password"]) {
      expect(await anybody().post(link, { name: "老手", password: secret })).toMatchObject({
        status: 400,
        body: { code: "password_stands", field: "password" },
      });
    }
    expect((await anybody().post(link, { name: "老手" })).status).toBe(201);
    const used = { status: 400, body: { code: "invite_used" } };
    expect(await anybody().post(link, { name: "老手", password: "someone else's password" })).toMatchObject(used);
    expect(await anybody().get(link)).toMatchObject(used);
    const sign_in = (name: string, secret: string) =>
      anybody().post("/auth/coop_member/staff-password", { name, password: secret });
    expect((await sign_in(email, "someone else's password")).status).toBe(401);
    const hand = new Desk(house().backendUrl, String((await sign_in(phone, password)).body.token));
    expect((await hand.get("/desk/me")).body.member).toMatchObject({ role: "packer" });
  });

  test("a household changes its account with its PIN asked for anew; a session alone moves nothing", async () => {
    const { password } = (house().seed.logins as Login[]).find((one) => one.email === "WD0001")!;
    const home = await Desk.signIn(house(), "WD0001");
    const account = {
      rail: "bank_file",
      holder: "王秀英",
      account: "9999020000009999",
      bank: { system: "CNAPS", member_id: "102100099996" },
    };
    const change = (secret: string) => home.post("/household/account", { ...account, proof: { kind: "pin", secret } });
    const wrong = { ...account, account: "6222020000009999", proof: { kind: "pin", secret: password } };
    expect(await home.post("/household/account", wrong)).toMatchObject({
      status: 400,
      body: { code: "card_number_invalid", field: "account" },
    });
    expect(await change("000001")).toMatchObject({
      status: 400,
      body: { code: "sign_in_wrong", field: "proof.secret" },
    });
    expect((await home.get("/household/me")).body.account.last4).not.toBe("9999");
    expect((await change(password)).body.account).toMatchObject({ last4: "9999", waiting: { until_then: {} } });
    expect((await home.post("/household/account/call-off", {})).status).toBe(200);
    expect((await home.get("/household/me")).body.account.last4).not.toBe("9999");
    const told = await house().db.query(`select 1 from notice where kind = 'account_changed'`);
    expect(told.rowCount).toBe(1);
  });

  test("a reply of a household is taken when it is signed, once, and its words are sealed", async () => {
    const sms = { id: "sms_of_the_house", from: "+8613800138099", text: "W0000001 不对" };
    const secret = house().env.SMS_WEBHOOK_SECRET ?? "";
    expect(await reply(house().backendUrl, "another secret altogether", sms)).toBe(400);
    for (let i = 0; i < 2; i++) expect(await reply(house().backendUrl, secret, sms)).toBe(200);
    const { rows } = await house().db.query(`select payload from webhook_inbox where source = 'sms'`);
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toMatch(/13800138099|不对/);
    const queued = await house().db.query(`select 1 from outbox_message where job = 'sms-reply'`);
    expect(queued.rowCount).toBe(1);
  });

  test("guessing from one address ends in 429, and no header of the guesser's makes it another address", async () => {
    const guess = async (headers: Record<string, string>) => {
      const answer = await fetch(new URL("/auth/household/card-pin", house().backendUrl), {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify({ card: "no card", pin: "000000" }),
      });
      return answer;
    };
    const storefront = { "x-storefront-secret": house().env.STOREFRONT_SECRET ?? "" };
    const said = { ...storefront, "x-client-address": "203.0.113.9" };
    const all = await Promise.all(Array.from({ length: ADDRESS_TRIES + 10 }, () => guess(said)));
    expect(all.filter((one) => one.status === 429)).toHaveLength(10);
    const last = await guess(said);
    expect(last.status).toBe(429);
    expect(Number(last.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await last.json()).toMatchObject({ code: "too_many_tries" });
    expect((await guess({ ...storefront, "x-client-address": "203.0.113.10" })).status).toBe(401);
    // Without the storefront's secret every word about the address is air: all count for the caller's own.
    const counted = async () =>
      Number((await house().db.query<{ n: string }>(`select count(*) as n from sign_in_address`)).rows[0]?.n);
    const before = await counted();
    const air: Record<string, string>[] = [
      { "x-forwarded-for": "203.0.113.77" },
      { "x-client-address": "203.0.113.78" },
      { "x-client-address": "203.0.113.79", "x-storefront-secret": "a guess at the secret of it" },
      { "x-real-ip": "203.0.113.80", forwarded: "for=203.0.113.81" },
    ];
    for (const [i, headers] of air.entries()) {
      expect((await guess(headers)).status, String(i)).toBe(401);
    }
    expect(await counted()).toBe(before);
  });
}
