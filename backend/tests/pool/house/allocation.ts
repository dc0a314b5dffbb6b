import { expect, test } from "vitest";
import type { House } from "../../../../dev/src/testing/house";
import { Desk } from "../../people/desk-client";
import { cardsOf, deskToken, product, weighIn } from "../../checkout/support";

const GOODS = "zhangshi-eggs";

/** The rule of a pool over HTTP: proposed, put in force by a second person, simulated, and what is refused. */
export function allocation(house: () => House): void {
  const staff = (role: string) => Desk.signIn(house(), `${role}@wudu.example`);
  const at = () => `/desk/pools/${product(house(), "maya-walnuts").pool_id}`;

  test("a manager proposes, the accountant puts it in force; the manager alone can not", async () => {
    const manager = await staff("manager");
    const proposed = await manager.post(`${at()}/rules`, { rule: "equal", cap_units: 50_000, reason: "村民会议" });
    expect(proposed).toMatchObject({
      status: 201,
      body: { rule: { state: "proposed", cap_units: 50_000, reason: "村民会议", mine: true, decided_by: null } },
    });
    const decision = `${at()}/rules/${proposed.body.rule.id}/decision`;
    expect(await manager.post(decision, { decision: "approve" })).toMatchObject({
      status: 403,
      body: { code: "same_person" },
    });
    const accountant = await staff("accountant");
    expect((await accountant.post(decision, { decision: "approve" })).status).toBe(200);
    expect(await accountant.post(decision, { decision: "drop" })).toMatchObject({
      status: 409,
      body: { code: "stale" },
    });
    const rules = await (await staff("weigher")).get(`${at()}/rules`);
    expect(rules.body.in_force).toEqual({
      version: 1,
      rule: "equal",
      cap_units: 50_000,
      min_take_units: null,
      least_units: 500,
      season_days: 365,
    });
    expect(rules.body.versions).toMatchObject([{ state: "in_force", mine: false }]);
  });

  test("a simulation names each household's share by both rules, and what was typed wrong by its field", async () => {
    const token = await deskToken(house(), "weigher", "wudu");
    const [first = "", second = ""] = await cardsOf(house(), "maya-walnuts");
    await weighIn(house(), token, "maya-walnuts", 3_000, first);
    await weighIn(house(), token, "maya-walnuts", 9_000, second);
    const desk = await staff("packer");
    const simulated = await desk.get(`${at()}/simulation?units=4000&rule=pro_rata`);
    expect(simulated.status).toBe(200);
    const { shares, before, after } = simulated.body.simulation as {
      shares: { before: number; after: number; name: string; card_number: string }[];
      before: { rule: string };
      after: { rule: string };
    };
    expect([before.rule, after.rule]).toEqual(["equal", "pro_rata"]);
    const sum = (of: "before" | "after") => shares.reduce((all, share) => all + share[of], 0);
    expect([sum("before"), sum("after")]).toEqual([4_000, 4_000]);
    expect(shares.every((share) => share.name !== "" && share.card_number !== "")).toBe(true);

    for (const [query, field] of [
      ["units=4000&rule=lottery", "rule"],
      ["units=0&rule=equal", "units"],
      ["units=1.5&rule=equal", "units"],
      ["rule=equal", "units"],
      ["units=10&rule=fefo&cap_units=5", "cap_units"],
    ] as const) {
      expect(await desk.get(`${at()}/simulation?${query}`), query).toMatchObject({ status: 400, body: { field } });
    }
    // Eggs are sold in whole trays.
    const eggs = product(house(), GOODS).pool_id;
    const elsewhere = await Desk.signIn(house(), "packer@longchuan.example");
    expect(await elsewhere.get(`/desk/pools/${eggs}/simulation?units=7&rule=equal`)).toMatchObject({
      status: 400,
      body: { code: "not_whole_packs", field: "units" },
    });
  });
}
