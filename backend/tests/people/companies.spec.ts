import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CompanyInput, MemberActor, Vetter } from "../../src/modules/wholesale/companies/company-types";
import WholesaleService from "../../src/modules/wholesale/service";
import { id, peopleHouse, reasonOf, value, type PeopleHouse } from "./house";

let house: PeopleHouse;
let wholesale: WholesaleService;
beforeAll(async () => {
  house = await peopleHouse();
  wholesale = new WholesaleService({ __pg_connection__: house.knex });
});
afterAll(() => house?.close());

const operator: Vetter & { kind: "operator" } = {
  kind: "operator",
  id: "user_1",
  email: "op@x.example",
  cooperative_id: null,
};
const manager = (email: string | null, cooperative_id = "coop_x"): Vetter => ({
  kind: "coop_member",
  id: "member_1",
  email,
  cooperative_id,
});
const NO_LIMITS = { per_order_minor: null, per_window: null };
const PHOTO = { width: 10, height: 10, bytes: 100 };

interface Registered {
  company_id: string;
  owner: MemberActor;
  email: string;
}
/** Two signs of the licence differ between numbers of one test; the last one is worked out by hand. */
const NUMBER = "91350100M000100Y43";

async function registered(over: Partial<CompanyInput> = {}): Promise<Registered> {
  const email = `${id("o")}@company.example`;
  const made = value(
    await wholesale.companies.register(
      {
        name: "福州食堂有限公司",
        country: "DE",
        tax_number: id("de")
          .replace(/[^0-9A-Za-z]/g, "")
          .slice(0, 18),
        currency: "CNY",
        time_zone: "Asia/Shanghai",
        cooperative_id: "coop_x",
        ...over,
      },
      { name: "林老板", email, language: "zh" },
    ),
  );
  const owner: MemberActor = {
    kind: "member",
    id: made.member_id,
    company_id: made.company_id,
    name: "林老板",
    roles: ["owner", "buyer"],
  };
  return { company_id: made.company_id, owner, email };
}

async function withLicence(over: Partial<CompanyInput> = {}): Promise<Registered> {
  const one = await registered(over);
  value(await wholesale.papers.add(one.owner, "licence", { file: `${id("f")}.jpg`, source_sha256: id("s"), ...PHOTO }));
  return one;
}
const versionOf = async (company_id: string) => (await wholesale.companies.one(company_id))?.version ?? 0;
const stateOf = async (company_id: string) => (await wholesale.companies.one(company_id))?.state;
const decide = async (
  by: Vetter,
  company_id: string,
  decision: "approved" | "refused" | "documents_asked" | "suspended",
  seen?: number,
) =>
  wholesale.companies.decide(by, {
    company_id,
    decision,
    words: decision === "approved" ? "" : "请补营业执照",
    seen: seen ?? (await versionOf(company_id)),
    page: "https://shop.example/wholesale/company",
  });
/** Mails of a company as a worker would send them. */
async function mailsOf(company_id: string): Promise<{ to: string; text: string }[]> {
  const { rows } = await house.db.query<{ id: string }>(
    `select id from company_mail where company_id = $1 order by created_at, id`,
    [company_id],
  );
  const all = await Promise.all(rows.map((one) => wholesale.mails.message(one.id)));
  return all.flatMap((one) => one ?? []);
}
async function joined(
  company: Registered,
  roles: ("owner" | "buyer" | "approver" | "accountant")[],
): Promise<MemberActor> {
  const email = `${id("m")}@company.example`;
  value(
    await wholesale.invites.invite(
      company.owner,
      { name: "小陈", email, roles },
      (token) => `https://shop.example/join/${token}`,
    ),
  );
  const mail = (await mailsOf(company.company_id)).find((one) => one.to === email);
  const token = mail?.text.split("/join/")[1] ?? "";
  const { member_id } = value(await wholesale.invites.accept(token, "小陈"));
  return { kind: "member", id: member_id, company_id: company.company_id, name: "小陈", roles };
}

describe("registering", () => {
  it("refuses a mistyped tax number, an unknown currency and time zone, each at its field, and writes nothing", async () => {
    const before = (await house.db.query(`select count(*) from company`)).rows;
    const wrong: [Partial<CompanyInput>, string][] = [
      [{ country: "CN", tax_number: "91350100M000100Y34" }, "tax_number"],
      [{ currency: "XQX" }, "currency"],
      [{ time_zone: "Asia/Wudu" }, "time_zone"],
    ];
    for (const [over, field] of wrong) {
      const refused = wholesale.companies.check({
        name: "x",
        country: "CN",
        tax_number: NUMBER,
        currency: "CNY",
        time_zone: "Asia/Shanghai",
        ...over,
      });
      expect(refused.ok ? null : refused.refusal.field).toBe(field);
    }
    expect((await house.db.query(`select count(*) from company`)).rows).toEqual(before);
  });

  it("gives one address to one company, also when two forms come at once, and leaves no company without a member", async () => {
    const email = `${id("o")}@company.example`;
    const form = { name: "x", country: "DE", tax_number: "DE123456", currency: "EUR", time_zone: "Europe/Berlin" };
    const person = { name: "Li", email, language: "en" as const };
    const made = await Promise.all([1, 2, 3].map(() => wholesale.companies.register(form, person)));
    expect(made.map(reasonOf).sort()).toEqual(["company_member_exists", "company_member_exists", null].sort());
    const alone = await house.db.query(
      `select 1 from company c where not exists (select 1 from company_member m where m.company_id = c.id)`,
    );
    expect(alone.rowCount).toBe(0);
  });
});

describe("letting a company in", () => {
  it("needs the licence, and the version that was looked at: a paper that came meanwhile is looked at first", async () => {
    const { company_id, owner } = await registered();
    const seen = await versionOf(company_id);
    expect(reasonOf(await decide(operator, company_id, "approved"))).toBe("document_missing");
    value(await wholesale.papers.add(owner, "licence", { file: "a.jpg", source_sha256: "a", ...PHOTO }));
    expect(reasonOf(await decide(operator, company_id, "approved", seen))).toBe("stale");
    expect(await stateOf(company_id)).toBe("registered");
    value(await decide(operator, company_id, "approved"));
    expect(await stateOf(company_id)).toBe("approved");
  });

  it("asks for papers, tells every owner once, and the company comes again", async () => {
    const company = await registered();
    const second = await joined(company, ["owner"]);
    value(await decide(manager(null), company.company_id, "documents_asked"));
    const told = (await mailsOf(company.company_id)).filter((one) => one.text.includes("请补营业执照"));
    expect(told).toHaveLength(2);
    expect(told.map((one) => one.to)).toContain(company.email);
    expect(reasonOf(await decide(manager(null), company.company_id, "documents_asked"))).toBe("transition_not_allowed");
    const seen = await versionOf(company.company_id);
    expect(reasonOf(await wholesale.companies.comeAgain(second, seen - 1))).toBe("stale");
    value(await wholesale.companies.comeAgain(second, seen));
    expect(await stateOf(company.company_id)).toBe("registered");
  });

  it("is not done by who belongs to it, nor by a cooperative that was not asked; a manager suspends nobody", async () => {
    const { company_id, email } = await withLicence();
    expect(reasonOf(await decide(manager(email.toUpperCase()), company_id, "approved"))).toBe("own_company");
    expect(reasonOf(await decide(manager(null, "coop_y"), company_id, "approved"))).toBe("company_not_found");
    value(await decide(manager(null), company_id, "approved"));
    expect(reasonOf(await decide(manager(null), company_id, "suspended"))).toBe("not_your_role");
    value(await decide(operator, company_id, "suspended"));
    expect(reasonOf(await decide(manager(null), company_id, "approved"))).toBe("not_your_role");
  });

  it("lets one company in under a tax number, however many claim it and however fast", async () => {
    const tax = { country: "DE", tax_number: id("t").replace(/\W|_/g, "").slice(0, 15).toUpperCase() };
    const claims = await Promise.all([1, 2, 3].map(() => withLicence(tax)));
    const decided = await Promise.all(claims.map(({ company_id }) => decide(operator, company_id, "approved")));
    expect(decided.map(reasonOf).sort()).toEqual([null, "tax_number_taken", "tax_number_taken"].sort());
    expect(await wholesale.companies.sameNumber({ id: "none", ...tax })).toHaveLength(3);
  });

  it("keeps the papers that let it in; before, one can be taken away", async () => {
    const { company_id, owner } = await withLicence();
    const [paper] = await wholesale.papers.of(company_id);
    value(await decide(operator, company_id, "approved"));
    expect(reasonOf(await wholesale.papers.remove(owner, paper?.id ?? ""))).toBe("paper_kept");
    const other = await withLicence();
    const [own] = await wholesale.papers.of(other.company_id);
    expect(reasonOf(await wholesale.papers.remove(owner, own?.id ?? ""))).toBe("paper_not_found");
    expect(value(await wholesale.papers.remove(other.owner, own?.id ?? "")).file).toBe(own?.file);
  });

  it("writes every act down, and nothing of it can be changed", async () => {
    const { company_id, owner } = await withLicence();
    value(await decide(operator, company_id, "approved"));
    const acts = await wholesale.companies.acts(company_id);
    expect(acts.map((one) => one.act)).toEqual(["approved", "document_added", "registered"]);
    // Whom it invites is the company's own.
    value(
      await wholesale.invites.invite(owner, { name: "x", email: `${id("i")}@a.example`, roles: ["buyer"] }, (t) => t),
    );
    const vetting = await wholesale.companies.acts(company_id, { vetting: true });
    expect(vetting).toEqual(acts);
    await expect(
      house.db.query(`update company_act set words = 'x' where company_id = $1`, [company_id]),
    ).rejects.toThrow(/append-only/);
  });
});

describe("members", () => {
  it("keep an owner: of two owners who end each other at once, one stays", async () => {
    const company = await registered();
    expect(reasonOf(await wholesale.members.end(company.owner, company.owner.id, false))).toBe("last_owner");
    const other = await joined(company, ["owner"]);
    const ended = await Promise.all([
      wholesale.members.end(company.owner, other.id, false),
      wholesale.members.end(other, company.owner.id, false),
    ]);
    expect(ended.filter((one) => one.ok)).toHaveLength(1);
    const left = (await wholesale.members.all(company.company_id)).filter((one) => one.active);
    expect(left.map((one) => one.roles.includes("owner"))).toEqual([true]);
  });

  it("get roles and limits from an owner alone, as they were seen, and of another company nothing", async () => {
    const company = await registered();
    const buyer = await joined(company, ["buyer"]);
    const stranger = await registered();
    const change = { member_id: buyer.id, roles: ["approver", "buyer"] as const, seen: 1 };
    const limits = { per_order_minor: 5_000_00, per_window: { kind: "month" as const, limit_minor: 10_000_00 } };
    expect(reasonOf(await wholesale.members.change(buyer, { ...change, limits }))).toBe("not_your_role");
    expect(reasonOf(await wholesale.members.change(stranger.owner, { ...change, limits }))).toBe("member_not_found");
    value(await wholesale.members.change(company.owner, { ...change, limits }));
    expect(reasonOf(await wholesale.members.change(company.owner, { ...change, limits: NO_LIMITS }))).toBe("stale");
    const [, stands] = await wholesale.members.all(company.company_id);
    expect(stands?.roles).toEqual(["buyer", "approver"]);
    expect(stands?.limits).toEqual({
      per_order_minor: 500_000n,
      per_window: { kind: "month", limit_minor: 1_000_000n },
    });
    const last = { member_id: company.owner.id, roles: ["buyer"] as const, seen: 1, limits: NO_LIMITS };
    expect(reasonOf(await wholesale.members.change(company.owner, last))).toBe("last_owner");
  });

  it("are forgotten when they ask: name and address are nowhere any more, and the address is free", async () => {
    const company = await registered();
    const gone = await joined(company, ["buyer"]);
    const email = (await wholesale.members.of(gone.id))?.email ?? "";
    value(await wholesale.members.end(gone, gone.id, true));
    expect(await wholesale.members.of(gone.id)).toMatchObject({ active: false, name: "", email: null });
    const { rows } = await house.db.query(`select 1 from company_invite where email = $1`, [email]);
    expect(rows).toEqual([]);
    expect(JSON.stringify(await wholesale.companies.acts(company.company_id))).not.toContain("小陈");
    expect(await wholesale.members.byEmail(email)).toBeUndefined();
  });
});

describe("an invitation", () => {
  it("is used once, by whoever has the link; the last one to an address waits, and one taken back opens nothing", async () => {
    const company = await registered();
    const email = `${id("m")}@company.example`;
    const links: string[] = [];
    const ask = async () =>
      value(
        await wholesale.invites.invite(company.owner, { name: "小王", email, roles: ["buyer"] }, (token) => {
          links.push(token);
          return token;
        }),
      );
    await ask();
    const last = await ask();
    expect(reasonOf(await wholesale.invites.accept(links[0] ?? "", "小王"))).toBe("invite_not_found");
    expect(await wholesale.invites.open(company.company_id)).toHaveLength(1);
    value(await wholesale.invites.withdraw(company.owner, last.id));
    expect(await wholesale.invites.byToken(links[1] ?? "")).toBeUndefined();
    await ask();
    const said = await Promise.all([1, 2].map(() => wholesale.invites.accept(links[2] ?? "", "小王")));
    expect(said.map(reasonOf)).toEqual([null, null]);
    expect((await wholesale.members.all(company.company_id)).filter((one) => one.email === email)).toHaveLength(1);
  });

  it("goes to at most thirty a day, also when each is taken back", async () => {
    const company = await registered();
    const ask = (n: number) =>
      wholesale.invites.invite(
        company.owner,
        { name: "x", email: `n${n}@a.example`, roles: ["buyer"] },
        (token) => token,
      );
    for (let n = 0; n < 30; n++) value(await wholesale.invites.withdraw(company.owner, value(await ask(n)).id));
    expect(reasonOf(await ask(30))).toBe("too_many_invites");
  });

  it("is an owner's to send, and not to somebody who acts for a company already", async () => {
    const company = await registered();
    const buyer = await joined(company, ["buyer"]);
    const other = await registered();
    const ask = (by: MemberActor, email: string) =>
      wholesale.invites.invite(by, { name: "x", email, roles: ["buyer"] }, (token) => token);
    expect(reasonOf(await ask(buyer, "new@company.example"))).toBe("not_your_role");
    expect(reasonOf(await ask(company.owner, company.email))).toBe("company_member_exists");
    // Of another company's member nothing is said, until the link is opened.
    let token = "";
    value(
      await wholesale.invites.invite(company.owner, { name: "x", email: other.email, roles: ["buyer"] }, (made) => {
        token = made;
        return made;
      }),
    );
    expect(reasonOf(await wholesale.invites.accept(token, "x"))).toBe("company_member_exists");
  });
});

describe("terms", () => {
  it("are prepay until the operator sets others, within what terms can be", async () => {
    const { company_id } = await registered();
    expect(await wholesale.companies.terms(company_id)).toMatchObject({
      terms: { kind: "prepay" },
      credit_limit_minor: 0n,
    });
    const set = (terms: Parameters<WholesaleService["companies"]["setTerms"]>[2]) =>
      wholesale.companies.setTerms(operator, company_id, terms);
    expect(reasonOf(await set({ kind: "net", credit_limit_minor: 1 }))).toBe("invalid_net_days");
    expect(reasonOf(await set({ kind: "deposit", deposit_bp: 10_000, credit_limit_minor: 1 }))).toBe("invalid_deposit");
    value(await set({ kind: "deposit", deposit_bp: 3_000, credit_limit_minor: 0 }));
    value(await set({ kind: "net", net_days: 30, credit_limit_minor: 50_000_00 }));
    expect(await wholesale.companies.terms(company_id)).toMatchObject({
      terms: { kind: "net", net_days: 30 },
      credit_limit_minor: 5_000_000n,
    });
  });
});

describe("addresses", () => {
  it("are several, and those of another company are not there", async () => {
    const [one, other] = [await registered(), await registered()];
    const input = {
      name: "仓库",
      phone: "13800138000",
      country: "CN",
      province: "广东省",
      city: "广州市 天河区",
      address: "体育东路 1 号",
      postal_code: "",
    };
    const first = value(await wholesale.addresses.add(one.owner, input));
    value(await wholesale.addresses.add(one.owner, { ...input, name: "食堂" }));
    expect(reasonOf(await wholesale.addresses.change(other.owner, first.id, input))).toBe("address_not_found");
    expect(reasonOf(await wholesale.addresses.remove(other.owner, first.id))).toBe("address_not_found");
    expect((await wholesale.addresses.of(one.company_id)).map(({ name }) => name)).toEqual(["仓库", "食堂"]);
    value(await wholesale.addresses.remove(one.owner, first.id));
    expect(await wholesale.addresses.of(one.company_id)).toHaveLength(1);
  });
});
