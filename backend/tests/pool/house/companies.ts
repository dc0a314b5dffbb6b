import sharp from "sharp";
import { beforeAll, expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { Cipher } from "../../../src/lib/cipher";
import { Desk, type Json } from "../../people/desk-client";
import { waitingCode } from "../../people/mail-code";
import { tokenFor } from "../../people/matrix/principals";
import { askedAnew } from "./asked-anew";

interface Listed {
  id: string;
}

const PASSWORD = "三只白鹅慢慢过了核桃桥";

/** Companies over HTTP: how they come in, what their people may do, and that one learns nothing of another. */
export function companies(house: () => House): void {
  const anybody = () => new Desk(house().backendUrl);
  const signIn = async (email: string, password = PASSWORD) =>
    anybody().post("/auth/wholesale_member/company-password", { email, password });
  const as = async (email: string, password = PASSWORD) =>
    new Desk(house().backendUrl, String((await signIn(email, password)).body.token));
  const codeFor = async (email: string) => {
    await house().db.query(`update sign_in_code set created_at = created_at - interval '61 seconds'`);
    expect((await anybody().post("/wholesale/codes", { email })).status).toBe(202);
    return waitingCode(house(), email);
  };
  const cooperative = async (handle: string) =>
    (await house().db.query<{ id: string }>(`select id from cooperative where handle = $1`, [handle])).rows[0]?.id;
  const form = async (email: string, over: Json = {}) => ({
    email,
    code: await codeFor(email),
    password: PASSWORD,
    name: "林老板",
    company: {
      name: "福州食堂有限公司",
      country: "CN",
      tax_number: "9135 0100 M000 100Y 43",
      currency: "CNY",
      time_zone: "Asia/Shanghai",
      cooperative_id: await cooperative("wudu"),
      ...over,
    },
  });
  const registered = async (email: string, over: Json = {}) => {
    const made = await anybody().post("/wholesale/registrations", await form(email, over));
    expect(made.status, JSON.stringify(made.body)).toBe(200);
    return { id: String(made.body.company.id), owner: await as(email) };
  };
  const picture = (colour: string) =>
    sharp({ create: { width: 60, height: 40, channels: 3, background: colour } })
      .png()
      .toBuffer();
  /** What waits to be mailed to somebody, as only they get it. */
  const mailTo = async (to: string): Promise<string> => {
    const { rows } = await house().db.query<{ id: string; message_sealed: string }>(
      `select id, message_sealed from company_mail where message_sealed is not null order by created_at desc`,
    );
    const cipher = new Cipher(house().env.HOUSEHOLD_KEY ?? "");
    const mails = rows.map(
      (one) =>
        JSON.parse(cipher.open(one.message_sealed, `company_mail:${one.id}:message`)) as { to: string; text: string },
    );
    return mails.find((one) => one.to === to)?.text ?? "";
  };
  let wudu: Desk;
  beforeAll(async () => {
    await askedAnew(house());
    wudu = await Desk.signIn(house(), "manager@wudu.example");
  });

  test("a company is registered by whoever reads the mailbox, and what is mistyped costs no code", async () => {
    const right = await form("owner@p.example");
    const typed = (over: Json) => anybody().post("/wholesale/registrations", { ...right, ...over });
    expect(await typed({ company: { ...right.company, tax_number: "91350100M000100Y34" } })).toMatchObject({
      status: 400,
      body: { code: "invalid_tax_number", field: "tax_number" },
    });
    expect(await typed({ password: "short" })).toMatchObject({ status: 400, body: { field: "password" } });
    expect(await typed({ company: { ...right.company, cooperative_id: "coop_none" } })).toMatchObject({ status: 404 });
    const other = right.code === "000000" ? "000001" : "000000";
    expect(await typed({ code: other })).toMatchObject({ status: 400, body: { code: "sign_in_wrong" } });
    // Pressed twice, without script: both presses have the same answer, and there is one company.
    const twice = await Promise.all([typed({}), typed({})]);
    expect(twice.map((one) => one.status)).toEqual([200, 200]);
    expect(twice[0]?.body).toEqual(twice[1]?.body);
    expect((await typed({})).body).toEqual(twice[0]?.body);
    expect(await typed({ company: { ...right.company, name: "别的食堂" } })).toMatchObject({
      status: 400,
      body: { code: "sign_in_wrong" },
    });
    const owner = await as("owner@p.example");
    expect((await owner.get("/wholesale/me")).body).toMatchObject({
      member: { roles: ["owner", "buyer"], limits: { per_order_minor: null, per_window: null } },
      spent: null,
      company: { state: "registered", tax_number: "91350100M000100Y43" },
    });
    // The address is of one company.
    expect(await anybody().post("/wholesale/registrations", await form("owner@p.example"))).toMatchObject({
      status: 400,
      body: { code: "company_member_exists" },
    });
  });

  test("papers are asked for, sent, and the company is let in; it reads why, and its owner is mailed", async () => {
    const { id, owner } = await registered("owner@papers.example", { country: "DE", tax_number: "DE111222" });
    const seen = async () => (await wudu.get(`/desk/companies/${id}`)).body.company.version as number;
    const decide = async (decision: string, words = "") =>
      wudu.post(`/desk/companies/${id}/decision`, { decision, words, seen: await seen() });
    expect((await wudu.get("/desk/companies?waiting=true")).body.rows as Listed[]).toContainEqual(
      expect.objectContaining({ id }),
    );
    expect(await decide("approved")).toMatchObject({ status: 400, body: { code: "document_missing" } });
    expect(await decide("documents_asked")).toMatchObject({ status: 400, body: { field: "words" } });
    expect((await decide("documents_asked", "请补营业执照")).status).toBe(200);
    expect(await mailTo("owner@papers.example")).toContain("请补营业执照");
    expect((await owner.get("/wholesale/company")).body.company).toMatchObject({
      state: "documents_asked",
      decision_words: "请补营业执照",
    });
    expect(await owner.postBytes("/wholesale/company/documents?kind=licence", Buffer.from("%PDF-1.7 x"))).toMatchObject(
      {
        status: 400,
        body: { code: "not_a_paper" },
      },
    );
    const scan = Buffer.from("%PDF-1.4\nxref\n0 1\ntrailer\n<< >>\nstartxref\n9\n%%EOF\n");
    const paper = await owner.postBytes("/wholesale/company/documents?kind=bank_account", scan);
    expect(paper.status).toBe(201);
    const sent = await owner.postBytes("/wholesale/company/documents?kind=licence", await picture("#446688"));
    expect(sent.status).toBe(201);
    const again = await owner.postBytes("/wholesale/company/documents?kind=licence", await picture("#446688"));
    expect(again).toMatchObject({ status: 200, body: { document: { id: sent.body.document.id } } });
    const { version } = (await owner.get("/wholesale/company")).body.company;
    const company = { name: "改过的食堂", country: "DE", tax_number: "DE111223", time_zone: "Europe/Berlin" };
    expect(
      await owner.post("/wholesale/company/again", { seen: version, company: { ...company, time_zone: "Nowhere" } }),
    ).toMatchObject({ status: 400, body: { field: "time_zone" } });
    expect((await owner.post("/wholesale/company/again", { seen: version, company })).status).toBe(200);
    expect((await owner.get("/wholesale/company")).body.company).toMatchObject({ state: "registered", ...company });
    expect((await decide("approved")).status).toBe(200);
    const own = (await owner.get("/wholesale/company")).body;
    expect(own.company.state).toBe("approved");
    expect((own.acts as { act: string }[]).map((one) => one.act)).toEqual([
      "approved",
      "came_again",
      "document_added",
      "document_added",
      "documents_asked",
      "registered",
    ]);
  });

  test("a manager does not let their own company in, and another cooperative does not see it", async () => {
    const { id, owner } = await registered("manager@wudu.example", { country: "DE", tax_number: "DE333444" });
    await owner.postBytes("/wholesale/company/documents?kind=licence", await picture("#884466"));
    const { version } = (await owner.get("/wholesale/company")).body.company;
    const body = { decision: "approved", words: "", seen: version };
    expect(await wudu.post(`/desk/companies/${id}/decision`, body)).toMatchObject({
      status: 400,
      body: { code: "own_company" },
    });
    const longchuan = await Desk.signIn(house(), "manager@longchuan.example");
    expect((await longchuan.get(`/desk/companies/${id}`)).status).toBe(404);
    expect((await longchuan.post(`/desk/companies/${id}/decision`, body)).status).toBe(404);
    const { rows } = await house().db.query<{ id: string }>(`select id from "user" limit 1`);
    const operator = new Desk(house().backendUrl, tokenFor(house(), { type: "user", id: rows[0]?.id ?? "" }));
    expect((await operator.post(`/admin/commonlot/companies/${id}/decision`, body)).status).toBe(200);
    const terms = { kind: "net", net_days: 30, credit_limit_minor: 5_000_000 };
    expect((await operator.post(`/admin/commonlot/companies/${id}/terms`, terms)).status).toBe(200);
    expect((await owner.get("/wholesale/company")).body.terms).toMatchObject(terms);
  });

  test("somebody invited joins by the link alone, does what their roles let them, and is out at the next click", async () => {
    const owner = await as("owner@p.example");
    const invite = { name: "小陈", email: "chen@p.example", roles: ["buyer"] };
    const first = { per_order_minor: 300_000, per_window: { kind: "week", limit_minor: 800_000 } };
    const wrong = { per_order_minor: -1, per_window: null };
    expect((await owner.post("/wholesale/invites", { ...invite, limits: wrong })).status).toBe(400);
    const asked = await owner.post("/wholesale/invites", { ...invite, limits: first });
    expect(asked.status).toBe(201);
    expect((await owner.get("/wholesale/members")).body.invites).toMatchObject([{ limits: first }]);
    const token = /wholesale\/join\/([\w-]+)/.exec(await mailTo("chen@p.example"))?.[1] ?? "";
    expect(JSON.stringify(asked.body)).not.toContain(token);
    expect((await anybody().get(`/wholesale/joins/${token}`)).body.invite).toMatchObject({
      company: "福州食堂有限公司",
      roles: ["buyer"],
    });
    expect((await anybody().post(`/wholesale/joins/${token}`, { name: "小陈", password: PASSWORD })).status).toBe(201);
    expect(
      await anybody().post(`/wholesale/joins/${token}`, { name: "别人", password: "someone else's one" }),
    ).toMatchObject({
      status: 400,
      body: { code: "invite_used" },
    });
    const buyer = await as("chen@p.example");
    const { members } = (await buyer.get("/wholesale/members")).body;
    const [of_owner, of_buyer] = members as Json[];
    // What the invitation said holds from the first click on, and what is left of it is seen by owners and themselves.
    const left = { limits: first, spent: { spent_minor: 0, left_minor: 800_000, left_to_approve_minor: 800_000 } };
    expect(of_buyer).toMatchObject(left);
    expect((await owner.get("/wholesale/members")).body.members[1]).toMatchObject(left);
    expect(of_owner.spent).toBeNull();
    const change = { roles: ["owner"], limits: { per_order_minor: null, per_window: null }, seen: 1 };
    for (const [to, body] of [
      [`/wholesale/members/${of_buyer.id}`, change],
      [`/wholesale/members/${of_owner.id}/end`, {}],
      ["/wholesale/invites", { ...invite, email: "x@p.example" }],
    ] as const) {
      expect((await buyer.post(to, body)).status, to).toBe(403);
    }
    const limits = { per_order_minor: 500_000, per_window: { kind: "month", limit_minor: 1_000_000 } };
    expect(
      (await owner.post(`/wholesale/members/${of_buyer.id}`, { roles: ["buyer", "approver"], limits, seen: 1 })).status,
    ).toBe(200);
    const me = (await buyer.get("/wholesale/me")).body;
    expect(me.member).toMatchObject({ roles: ["buyer", "approver"], limits });
    expect(me.spent).toMatchObject({ spent_minor: 0, first_day: expect.stringMatching(/-01$/) as string });
    expect((await owner.post("/wholesale/me/leave", {})).body).toMatchObject({ code: "last_owner" });
    expect((await buyer.post("/wholesale/me/leave", { forget: true })).status).toBe(200);
    expect((await buyer.get("/wholesale/me")).status).toBe(401);
    expect((await signIn("chen@p.example")).status).toBe(401);
    expect(JSON.stringify((await owner.get("/wholesale/company")).body)).not.toContain("小陈");
    // Their address is free again: for this company, or another.
    await registered("chen@p.example", { country: "DE", tax_number: "DE555666" });
  });

  test("another company's members, papers, invitations and addresses are not there", async () => {
    const owner = await as("owner@p.example");
    const { owner: other } = await registered("owner@q.example", { country: "DE", tax_number: "DE777888" });
    const address = {
      name: "仓库",
      phone: "13800138000",
      country: "CN",
      province: "广东省",
      city: "广州市",
      address: "体育东路 1 号",
      postal_code: "",
    };
    const added = await owner.post("/wholesale/addresses", address);
    const paper = await owner.postBytes("/wholesale/company/documents?kind=licence", await picture("#668844"));
    const invite = await owner.post("/wholesale/invites", { name: "x", email: "y@p.example", roles: ["buyer"] });
    const [member] = (await owner.get("/wholesale/members")).body.members as Json[];
    const change = { roles: ["buyer"], limits: { per_order_minor: null, per_window: null }, seen: member.version };
    expect((await other.getFile(`/wholesale/company/documents/${paper.body.document.id}`)).status).toBe(404);
    for (const [to, body] of [
      [`/wholesale/addresses/${added.body.address.id}`, address],
      [`/wholesale/addresses/${added.body.address.id}/remove`, {}],
      [`/wholesale/company/documents/${paper.body.document.id}/remove`, {}],
      [`/wholesale/invites/${invite.body.invite.id}/withdraw`, {}],
      [`/wholesale/members/${member.id}`, change],
      [`/wholesale/members/${member.id}/end`, {}],
    ] as const) {
      expect((await other.post(to, body)).status, to).toBe(404);
    }
    expect((await other.get("/wholesale/addresses")).body).toEqual({ addresses: [] });
    expect((await owner.getFile(`/wholesale/company/documents/${paper.body.document.id}`)).status).toBe(200);
  });

  test("another password ends the sessions of before", async () => {
    const before = await as("owner@q.example");
    const password = "四只白鹅慢慢过了核桃桥";
    // A token says the second it was made in.
    await house().db.query(`select pg_sleep(1.1)`);
    const body = { email: "owner@q.example", code: await codeFor("owner@q.example"), password };
    expect((await anybody().post("/wholesale/passwords", body)).status).toBe(200);
    expect((await before.get("/wholesale/me")).status).toBe(401);
    expect((await signIn("owner@q.example")).status).toBe(401);
    expect((await (await as("owner@q.example", password)).get("/wholesale/me")).status).toBe(200);
    const none = { email: "nobody@q.example", code: await codeFor("nobody@q.example"), password };
    expect(await anybody().post("/wholesale/passwords", none)).toMatchObject({ body: { code: "company_needed" } });
  });
}
