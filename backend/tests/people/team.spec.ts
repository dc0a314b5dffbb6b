import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ADDRESS_TRIES } from "@commonlot/domain";
import { blindIndex } from "../../src/lib/blind-index";
import type { TeamActor } from "../../src/modules/cooperative/team-log";
import { id, peopleHouse, reasonOf, value, type PeopleHouse } from "./house";

let house: PeopleHouse;
let cooperative_id: string;
let manager: TeamActor;
beforeAll(async () => {
  house = await peopleHouse();
  cooperative_id = value(
    await house.cooperatives.createCooperative({
      handle: "team",
      name_zh: "竹塘合作社",
      name_en: "Zhutang",
      county_code: "621202",
      county_zh: "武都区",
      county_en: "Wudu",
      tz: "Asia/Shanghai",
      currency: "CNY",
      stock_location_id: id("sloc"),
      phone: "0939-1234567",
    }),
  ).id;
  manager = await member("manager");
});
afterAll(() => house?.close());

async function member(role: "manager" | "packer"): Promise<TeamActor> {
  const email = `${id("m")}@team.example`;
  const { member_id } = value(await house.cooperatives.addMember({ cooperative_id, name: "杨经理", email, role }));
  return { cooperative_id, member_id, name: "杨经理" };
}
const roleOf = async (member_id: string) => {
  const found = await house.cooperatives.memberships.scope(member_id, cooperative_id);
  return found?.active ? found.role : null;
};
/** The link's word, as the worker would send it. */
async function tokenOf(invite_id: string): Promise<string> {
  const message = await house.cooperatives.invites.message(invite_id);
  return message?.text.split("/desk/join/")[1] ?? "";
}
const link = (token: string) => `https://shop.example/desk/join/${token}`;

describe("the last manager", () => {
  it("stays, whatever is asked", async () => {
    expect(reasonOf(await house.cooperatives.team.end(manager, manager.member_id))).toBe("last_manager");
    expect(reasonOf(await house.cooperatives.team.changeRole(manager, manager.member_id, "packer"))).toBe(
      "last_manager",
    );
    expect(await roleOf(manager.member_id)).toBe("manager");
  });

  it("is one of two who end each other at once, ten times", async () => {
    for (let round = 0; round < 10; round++) {
      const other = await member("manager");
      const first = (await roleOf(manager.member_id)) === "manager" ? manager : other;
      const ended = await Promise.all([
        house.cooperatives.team.end(first, other.member_id),
        house.cooperatives.team.end(other, first.member_id),
      ]);
      expect(ended.filter((one) => one.ok)).toHaveLength(1);
      const left = await Promise.all([first, other].map((one) => roleOf(one.member_id)));
      expect(left.filter((role) => role === "manager")).toHaveLength(1);
      if (left[0] !== "manager") manager = other;
    }
  });
});

describe("an invitation", () => {
  it("is used once, by whoever has the link, and gives the role it was for; nobody else sees the link", async () => {
    const made = value(
      await house.cooperatives.invites.invite(
        manager,
        { name: "小李", role: "packer", contact: { phone: "+8613800000091" } },
        link,
      ),
    );
    const token = await tokenOf(made.id);
    expect(token).toHaveLength(32);
    const dump = JSON.stringify((await house.db.query(`select * from member_invite`)).rows);
    expect(dump).not.toContain(token);
    expect(dump).not.toContain("13800000091");
    const joined = await Promise.all(
      Array.from({ length: 5 }, () => house.cooperatives.invites.accept({ token, name: "李建平" })),
    );
    const ids = new Set(joined.map((one) => value(one).member_id));
    expect(ids.size).toBe(1);
    expect(await roleOf([...ids][0] ?? "")).toBe("packer");
    const { rows } = await house.db.query<{ n: string }>(`select count(*) as n from team_event where act = 'joined'`);
    expect(rows[0]?.n).toBe("1");
  });

  it("taken back, run out, or made up opens nothing; one who works here already is not asked", async () => {
    const contact = { email: "later@team.example" };
    const made = value(await house.cooperatives.invites.invite(manager, { name: "x", role: "weigher", contact }, link));
    const token = await tokenOf(made.id);
    value(await house.cooperatives.invites.withdraw(manager, made.id));
    expect(reasonOf(await house.cooperatives.invites.accept({ token, name: "x" }))).toBe("invite_not_found");
    expect(await house.cooperatives.invites.message(made.id)).toBeUndefined();
    const late = value(await house.cooperatives.invites.invite(manager, { name: "x", role: "weigher", contact }, link));
    const lateToken = await tokenOf(late.id);
    await house.db.query(`update member_invite set expires_at = now() - interval '1 minute' where id = $1`, [late.id]);
    expect(reasonOf(await house.cooperatives.invites.accept({ token: lateToken, name: "x" }))).toBe("invite_not_found");
    const { rows } = await house.db.query<{ email: string }>(`select email from coop_member where id = $1`, [
      manager.member_id,
    ]);
    const again = { name: "x", role: "packer" as const, contact: { email: rows[0]?.email ?? "" } };
    expect(reasonOf(await house.cooperatives.invites.invite(manager, again, link))).toBe("member_exists");
    // Another cooperative's manager takes nothing back here.
    const stranger = { ...manager, cooperative_id: "coop_other" };
    expect(reasonOf(await house.cooperatives.invites.withdraw(stranger, made.id))).toBe("invite_not_found");
  });
});

describe("an older invitation", () => {
  const invite = (role: "packer" | "manager", contact: { email: string } | { phone: string }, by = manager) =>
    house.cooperatives.invites.invite(by, { name: "小李", role, contact }, link);
  const accept = (token: string) => house.cooperatives.invites.accept({ token, name: "李建平" });

  it("brings nobody back whose work was ended since, whichever contact it went to", async () => {
    const [email, phone] = [`${id("old")}@team.example`, "+8613800000171"];
    const first = await tokenOf(value(await invite("packer", { email })).id);
    const second = value(await invite("packer", { email })).id;
    // Of one person one waits: the first went when the second was written.
    expect(reasonOf(await accept(first))).toBe("invite_not_found");
    const { member_id } = value(await accept(await tokenOf(second)));
    // One that the register of invitations can't lay to this person yet: their phone comes to be known later.
    const byPhone = await tokenOf(value(await invite("manager", { phone })).id);
    await house.db.query(
      `update coop_member set phone_index = $2, phone_sealed = 'x', phone_last4 = '0171' where id = $1`,
      [member_id, blindIndex("phone", phone)],
    );
    value(await house.cooperatives.team.end(manager, member_id));
    expect(reasonOf(await accept(byPhone))).toBe("invite_not_found");
    expect(await roleOf(member_id)).toBeNull();
    const events = await house.cooperatives.team.events(cooperative_id);
    expect(events.slice(0, 2).map((one) => one.act)).toEqual(expect.arrayContaining(["ended", "withdrawn"]));
    // Asked anew they may come back.
    value(await accept(await tokenOf(value(await invite("packer", { phone })).id)));
    expect(await roleOf(member_id)).toBe("packer");
  });

  it("that nobody took back is refused too when the work was ended after it was written", async () => {
    const email = `${id("late")}@team.example`;
    const { member_id } = value(
      await house.cooperatives.addMember({ cooperative_id, name: "小王", email, role: "packer" }),
    );
    await house.cooperatives.memberships.end(member_id, cooperative_id);
    const token = await tokenOf(value(await invite("packer", { email })).id);
    value(await house.cooperatives.memberships.grant({ member_id, cooperative_id, role: "packer" }));
    await house.cooperatives.memberships.end(member_id, cooperative_id);
    expect(reasonOf(await accept(token))).toBe("invite_not_found");
    expect(await roleOf(member_id)).toBeNull();
  });

  it("makes no packer of the last manager", async () => {
    const [email, phone] = [`${id("boss")}@team.example`, "+8613800000172"];
    const own = await house.cooperatives.createCooperative({
      handle: id("boss").slice(0, 20).replace("_", "-"),
      name_zh: "另一家合作社",
      name_en: "Another",
      county_code: "621202",
      county_zh: "武都区",
      county_en: "Wudu",
      tz: "Asia/Shanghai",
      currency: "CNY",
      stock_location_id: id("sloc"),
      phone: "0939-1234567",
    });
    const there = { cooperative_id: value(own).id, member_id: manager.member_id, name: "杨经理" };
    const token = await tokenOf(value(await invite("packer", { phone }, there)).id);
    const { member_id } = value(
      await house.cooperatives.addMember({
        cooperative_id: there.cooperative_id,
        name: "小王",
        email,
        phone,
        role: "manager",
      }),
    );
    expect(reasonOf(await accept(token))).toBe("member_exists");
    expect(await house.cooperatives.memberships.scope(member_id, there.cooperative_id)).toMatchObject({
      active: true,
      role: "manager",
    });
  });

  it("accepted while the work is ended, ten times at once: it ends out", async () => {
    for (let round = 0; round < 10; round++) {
      const email = `${id("race")}@team.example`;
      const { member_id } = value(
        await house.cooperatives.addMember({ cooperative_id, name: "小王", email, role: "packer" }),
      );
      await house.cooperatives.memberships.end(member_id, cooperative_id);
      const token = await tokenOf(value(await invite("packer", { email })).id);
      value(await house.cooperatives.memberships.grant({ member_id, cooperative_id, role: "packer" }));
      await Promise.all([accept(token), house.cooperatives.team.end(manager, member_id)]);
      expect(await roleOf(member_id)).toBeNull();
    }
  });
});

describe("wrong sign-ins from one address", () => {
  const claims = (address: string, count: number) =>
    Promise.all(Array.from({ length: count }, () => house.signIn.addresses.claim(address)));

  it("are so many and no more, however many are sent at once; then it says how long", async () => {
    const all = await claims("203.0.113.7", ADDRESS_TRIES + 50);
    expect(all.filter((one) => one.ok)).toHaveLength(ADDRESS_TRIES);
    const refused = all.find((one) => !one.ok);
    expect(refused && !refused.ok && refused.retry_after_s).toBeGreaterThan(800);
    expect((await house.signIn.addresses.claim("203.0.113.8")).ok).toBe(true);
    expect(JSON.stringify((await house.db.query(`select * from sign_in_address`)).rows)).not.toContain("203.0");
  });

  it("of one line are counted together, also by the other half of an IPv6 address", async () => {
    await claims("2001:db8:1:2::1", ADDRESS_TRIES);
    expect((await house.signIn.addresses.claim("2001:0db8:0001:0002:ffff:1:2:3")).ok).toBe(false);
    expect((await house.signIn.addresses.claim("2001:db8:1:3::1")).ok).toBe(true);
    await claims("::ffff:198.51.100.9", ADDRESS_TRIES);
    expect((await house.signIn.addresses.claim("198.51.100.9")).ok).toBe(false);
  });

  it("that were right are given back, and a new quarter of an hour starts anew", async () => {
    for (let i = 0; i < ADDRESS_TRIES + 20; i++) {
      expect((await house.signIn.addresses.claim("198.51.100.1")).ok).toBe(true);
      await house.signIn.addresses.giveBack("198.51.100.1");
    }
    await claims("198.51.100.1", ADDRESS_TRIES);
    expect((await house.signIn.addresses.claim("198.51.100.1")).ok).toBe(false);
    await house.db.query(`update sign_in_address set window_ends_at = now() - interval '1 second'`);
    expect((await house.signIn.addresses.claim("198.51.100.1")).ok).toBe(true);
    await house.signIn.sweep();
    expect((await house.db.query(`select 1 from sign_in_address`)).rowCount).toBe(1);
  });
});
